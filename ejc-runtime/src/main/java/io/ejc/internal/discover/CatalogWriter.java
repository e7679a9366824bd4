package io.ejc.internal.discover;

import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobSource;
import io.ejc.internal.model.TextParameter;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ScanResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Writes down what a scan knows beside the definitions of jobs. */
final class CatalogWriter {

  /** Of the classes that can be jobs and have no annotation, so many are announced. */
  static final int TYPES_MAX = 1_000;

  private final ScanSettings settings;
  private final Services services;
  private final List<JobSource> sources = new ArrayList<>();
  private final SortedMap<String, List<String>> types = new TreeMap<>();

  CatalogWriter(ScanSettings settings, Services services) {
    this.settings = settings;
    this.services = services;
  }

  /** A job without problems. */
  void add(
      JobDefinition job,
      AnnotationInfo annotation,
      Attributes attributes,
      List<TextParameter> parameters) {
    SortedMap<String, String> texts = new TreeMap<>();
    List<String> configured = new ArrayList<>();
    AnnotationValues.given(annotation)
        .forEach(
            (name, value) -> {
              if (AttributeTexts.byDefault().containsKey(name)) {
                texts.put(name, text(name, value, attributes));
                if (Template.names(String.valueOf(value))) {
                  configured.add(name);
                }
              }
            });
    configured.sort(Comparator.naturalOrder());
    sources.add(new JobSource(job.name(), texts, configured, parameters));
  }

  private static String text(String name, Object value, Attributes attributes) {
    if (AttributeTexts.isList(name)) {
      return AttributeTexts.text(attributes.texts(name));
    }
    return value instanceof String ? attributes.text(name) : AttributeTexts.text(value);
  }

  /** The job interfaces of an annotated class. */
  void type(String name, List<String> kinds) {
    types.put(name, List.copyOf(kinds));
  }

  /** Classes of which code may make jobs; those that cannot be jobs are passed over. */
  void typesOf(
      ScanResult result, ClassLoader loader, boolean madeByFactory, Predicate<ClassInfo> travels) {
    List<ClassInfo> candidates =
        result.getAllClasses().stream()
            .filter(type -> !type.isExternalClass() && !types.containsKey(type.getName()))
            .filter(type -> !services.kindsOf(type).isEmpty())
            .filter(travels)
            .sorted(Comparator.comparing(ClassInfo::getName))
            .toList();
    int added = 0;
    for (ClassInfo type : candidates) {
      JobClass job = new JobClass(type, loader, services, madeByFactory);
      Attributes unnamed = new Attributes(unnamed(type), Template.asWritten(), type.getName());
      job.check(unnamed);
      if (unnamed.problems().isEmpty() && added < TYPES_MAX) {
        type(type.getName(), job.kinds());
        added++;
      }
    }
  }

  private static Map<String, Object> unnamed(ClassInfo type) {
    Map<String, Object> values = new HashMap<>(AttributeTexts.byDefault());
    values.put(AttributeTexts.NAME, type.getName());
    return values;
  }

  /** Services that cannot be loaded are reported where a job names one of them. */
  Catalog write(Services quiet) {
    return new Catalog(
        settings.defaultZone(),
        settings.sharedHeapMb(),
        settings.roles(),
        quiet.listeners(),
        quiet.errorHandlers(),
        types,
        sources.stream().sorted(Comparator.comparing(JobSource::name)).toList());
  }
}
