package io.ejc.internal.discover;

import io.ejc.api.SimpleJob;
import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.Effective;
import io.ejc.internal.model.Effective.From;
import io.ejc.internal.model.Effective.Said;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.JobSource;
import io.ejc.internal.model.MethodJobClass;
import io.ejc.internal.model.ShellCommand;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lays attributes of run time over those of an annotation, by the very rules, and with the very
 * messages, by which annotations are read. A function of what is announced: the classes need not be
 * here, and every host gives the same answer.
 */
public final class AttributeRules {

  private static final String TIME_ZONE = "timeZone";

  /**
   * What a job is.
   *
   * @param deployment what annotations say, and what else is known
   * @param override what was decided at run time
   */
  public Effective effective(Deployment deployment, JobOverride override) {
    Optional<JobSource> source =
        override.registers() ? Optional.empty() : deployment.catalog().source(override.job());
    Optional<JobDefinition> base = source.flatMap(found -> deployment.definition(override.job()));
    String jobClass = base.map(JobDefinition::jobClass).orElse(override.jobClass());
    Map<String, String> annotated = source.map(JobSource::attributes).orElseGet(TreeMap::new);
    Map<String, Object> values = new HashMap<>(AttributeTexts.byDefault());
    values.put(AttributeTexts.NAME, override.job().value());
    SortedMap<String, MalformedValue> malformed = new TreeMap<>();
    AttributeTexts.laidOver(annotated, override.attributes())
        .forEach((attribute, text) -> put(attribute, text, values, malformed));
    Attributes attributes = new Attributes(values, Template.asWritten(), jobClass);
    malformed.forEach(attributes::problem);
    if (base.isEmpty() && !override.registers()) {
      attributes.problem(
          "annotation", new MalformedValue("none", "one that the deployed application carries"));
    }
    Optional<JobDefinition> definition =
        read(deployment.catalog(), attributes, jobClass, base.map(JobDefinition::command));
    definition.ifPresent(
        job -> source.ifPresent(found -> MethodTexts.check(found.parameters(), job, attributes)));
    boolean good = attributes.problems().isEmpty();
    return new Effective(
        definition.filter(job -> good),
        said(deployment.catalog(), source, override.attributes(), values),
        attributes.problems());
  }

  /**
   * Which of these names are no attributes that can be given.
   *
   * @return a line for each
   */
  public static List<String> unknown(Set<String> names) {
    return names.stream()
        .sorted()
        .flatMap(
            name -> AttributeTexts.unknown(name).stream().map(wrong -> name + ": " + wrong.line()))
        .toList();
  }

  /**
   * What attributes name that a class path has not: this alone needs the classes, so whoever gives
   * the attributes is to be told.
   *
   * @param loader sees the application's classes
   * @param texts attribute to text
   * @return a line for each class
   */
  public static List<String> missingClasses(ClassLoader loader, Map<String, String> texts) {
    List<String> problems = new ArrayList<>();
    for (String attribute : List.of("retryOn", "failOn")) {
      for (String name : AttributeTexts.elements(texts.getOrDefault(attribute, ""))) {
        if (loader.getResource(name.replace('.', '/') + ".class") == null) {
          problems.add(
              attribute
                  + ": "
                  + new MalformedValue(
                          name, "a class that is on the class path", "add what holds " + name)
                      .line());
        }
      }
    }
    return problems;
  }

  /** What is no value of its attribute leaves the default, so that the other rules are checked. */
  private static void put(
      String attribute,
      String text,
      Map<String, Object> values,
      Map<String, MalformedValue> malformed) {
    Optional<MalformedValue> unknown = AttributeTexts.unknown(attribute);
    if (unknown.isPresent()) {
      malformed.put(attribute, unknown.get());
      return;
    }
    try {
      values.put(attribute, AttributeTexts.value(attribute, text));
    } catch (MalformedValue e) {
      malformed.put(attribute, e);
    }
  }

  private static Optional<JobDefinition> read(
      Catalog catalog, Attributes attributes, String jobClass, Optional<ShellCommand> command) {
    ScanSettings settings =
        new ScanSettings(catalog.zone(), catalog.sharedHeapMb(), catalog.roles());
    Handling handling =
        new HandlingReader(attributes, new Announced(catalog), kinds(catalog, jobClass)).read();
    return new DefinitionReader(attributes, settings, handling, command).read(jobClass);
  }

  private static List<String> kinds(Catalog catalog, String jobClass) {
    return MethodJobClass.parse(jobClass).isPresent()
        ? List.of(SimpleJob.class.getName())
        : catalog.types().getOrDefault(jobClass, List.of());
  }

  private static List<Said> said(
      Catalog catalog,
      Optional<JobSource> source,
      Map<String, String> overridden,
      Map<String, Object> values) {
    List<Said> said = new ArrayList<>();
    AttributeTexts.byDefault()
        .keySet()
        .forEach(
            name -> {
              String text =
                  overridden.getOrDefault(name, AttributeTexts.text(values.getOrDefault(name, "")));
              From origin = overridden.containsKey(name) ? From.OVERRIDE : origin(source, name);
              boolean configured = name.equals(TIME_ZONE) && text.isBlank();
              said.add(
                  configured
                      ? new Said(name, text(catalog.zone()), From.CONFIGURATION)
                      : new Said(name, text.strip(), origin));
            });
    return said;
  }

  private static String text(ZoneId zone) {
    return zone.getId();
  }

  private static From origin(Optional<JobSource> source, String attribute) {
    if (source.filter(of -> of.configured().contains(attribute)).isPresent()) {
      return From.CONFIGURATION;
    }
    return source.filter(of -> of.attributes().containsKey(attribute)).isPresent()
        ? From.ANNOTATION
        : From.DEFAULT;
  }

  /** What there was on the hosts that carry the deployment. */
  private record Announced(Catalog catalog) implements HandlingReader.Extras {

    /** Whoever asks looks for classes where it can: here they need not be. */
    @Override
    public boolean hasClass(String name) {
      return true;
    }

    @Override
    public List<String> errorHandlers() {
      return catalog.errorHandlers();
    }

    @Override
    public List<String> listeners() {
      return catalog.listeners();
    }
  }
}
