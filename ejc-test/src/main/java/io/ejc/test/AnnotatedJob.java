package io.ejc.test;

import io.ejc.internal.discover.Discovery;
import io.ejc.internal.discover.JobScanner;
import io.ejc.internal.discover.ScanSettings;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.MethodJobClass;
import java.lang.invoke.MethodHandles;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds jobs as a start of the application would, and makes their classes known in this JVM. */
final class AnnotatedJob {

  /** What depends on where an application runs is left open: any role, any heap. */
  private static final ScanSettings ANYWHERE =
      new ScanSettings(ZoneOffset.UTC, Integer.MAX_VALUE, List.of());

  private AnnotatedJob() {}

  /**
   * Reads one job of a class.
   *
   * @param type the class with the annotation, or with annotated methods
   * @param name the job's; empty when the class has one alone
   * @param properties for placeholders, before system properties and environment
   * @throws IllegalArgumentException with all that a start would find wrong
   */
  static JobDefinition read(Class<?> type, Optional<String> name, Map<String, String> properties) {
    Discovery found = scan(type, properties);
    return runnable(type, chosen(type, name, found.jobs()), found);
  }

  /** Reads all jobs of a class. */
  static List<JobDefinition> readAll(Class<?> type) {
    Discovery found = scan(type, Map.of());
    return found.jobs().stream().map(job -> runnable(type, job, found)).toList();
  }

  private static Discovery scan(Class<?> type, Map<String, String> properties) {
    Discovery found =
        new JobScanner(ANYWHERE, key -> value(key, properties))
            .scanClass(loaderOf(type), type.getName());
    if (!found.problems().isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), found.problems()));
    }
    return found;
  }

  private static JobDefinition runnable(Class<?> type, JobDefinition definition, Discovery found) {
    if (definition.runsCommand()) {
      throw new IllegalArgumentException(
          "job "
              + definition.name()
              + ": a @ShellJob (expected: a job that runs in Java); its command is run by Mesos'"
              + " own executor: test it on a local cluster, with @LocalClusterTest");
    }
    if (MethodJobClass.parse(definition.jobClass()).isPresent()) {
      define(type, definition.jobClass(), found);
    }
    return definition;
  }

  private static JobDefinition chosen(
      Class<?> type, Optional<String> name, List<JobDefinition> jobs) {
    List<JobDefinition> fitting =
        jobs.stream()
            .filter(job -> name.isEmpty() || job.name().value().equals(name.get()))
            .toList();
    if (fitting.size() != 1) {
      List<String> names = jobs.stream().map(job -> job.name().value()).toList();
      throw new IllegalArgumentException(
          "job: "
              + name.orElse("not named")
              + " (expected: one of "
              + names
              + ", the jobs of class "
              + type.getName()
              + ")");
    }
    return fitting.get(0);
  }

  private static Optional<String> value(String key, Map<String, String> properties) {
    return Optional.ofNullable(properties.get(key))
        .or(() -> Optional.ofNullable(System.getProperty(key)))
        .or(() -> Optional.ofNullable(System.getenv(key)));
  }

  /** Sees a class, and what an application has beside it. */
  static ClassLoader loaderOf(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** Beside the class whose method is called, as on an agent: a method may be package-private. */
  private static synchronized void define(Class<?> holder, String jobClass, Discovery found) {
    try {
      Class<?> unused = Class.forName(jobClass, false, loaderOf(holder));
    } catch (ClassNotFoundException notYet) {
      try {
        Class<?> unused =
            MethodHandles.privateLookupIn(holder, MethodHandles.lookup())
                .defineClass(found.generated().get(jobClass));
      } catch (IllegalAccessException e) {
        throw new IllegalArgumentException(
            "class "
                + holder.getName()
                + ": in a closed module (expected: a class of the class path, or a package that is"
                + " open to io.ejc.test)",
            e);
      }
    }
  }
}
