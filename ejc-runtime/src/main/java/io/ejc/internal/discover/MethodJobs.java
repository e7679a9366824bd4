package io.ejc.internal.discover;

import io.ejc.api.SimpleJob;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.MethodJobClass;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Reads the jobs that are methods, and writes the classes that call them. */
final class MethodJobs {

  private final ScanSettings settings;
  private final Template template;
  private final Services services;
  private final List<String> problems;
  private final CatalogWriter catalog;
  private final TypePool pool;
  private final SortedMap<String, byte[]> generated = new TreeMap<>();

  /**
   * Begins a scan.
   *
   * @param loader sees the application's classes
   * @param problems gets what is wrong with the jobs
   * @param catalog gets what is known of the jobs beside their definitions
   */
  MethodJobs(
      ClassLoader loader,
      ScanSettings settings,
      Template template,
      Services services,
      List<String> problems,
      CatalogWriter catalog) {
    this.catalog = catalog;
    this.settings = settings;
    this.template = template;
    this.services = services;
    this.problems = problems;
    this.pool =
        new TypePool.Default(
            new TypePool.CacheProvider.Simple(),
            ClassFileLocator.ForClassLoader.of(loader),
            // with the names of parameters
            TypePool.Default.ReaderMode.EXTENDED);
  }

  /** The classes of the jobs without problems, by name. */
  SortedMap<String, byte[]> generated() {
    return generated;
  }

  /** Reads one job. */
  JobScanner.Found read(AnnotatedMethod annotated, JobClass holder) {
    MethodJobClass name = MethodJob.nameOf(annotated);
    Attributes attributes = new Attributes(annotated.annotation(), template, name.toString());
    MethodJob method = new MethodJob(annotated, annotated.describe(pool));
    try {
      method.check(attributes);
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      attributes.problem(
          "method",
          new MalformedValue(
              "needs " + e.getName(),
              "a method of types that are on the class path",
              "add what holds " + e.getName()));
    }
    if (!method.method().isStatic()) {
      holder.checkAsHolder(attributes);
    }
    Handling handling =
        new HandlingReader(attributes, services, List.of(SimpleJob.class.getName())).read();
    Optional<JobDefinition> definition =
        new DefinitionReader(attributes, settings, handling, Optional.empty())
            .read(name.toString());
    definition.ifPresent(job -> MethodTexts.check(method.textParameters(), job, attributes));
    problems.addAll(attributes.problems());
    boolean good = attributes.problems().isEmpty();
    if (good) {
      definition.ifPresent(
          job -> catalog.add(job, annotated.annotation(), attributes, method.textParameters()));
      generated.put(
          name.toString(), new MethodJobWriter(method.method(), method.parameters()).write(name));
    }
    return new JobScanner.Found(
        attributes.jobName(), name.toString(), definition.filter(job -> good));
  }
}
