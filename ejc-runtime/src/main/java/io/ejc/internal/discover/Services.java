package io.ejc.internal.discover;

import io.ejc.api.DataflowJob;
import io.ejc.api.HttpJob;
import io.ejc.api.ScriptJob;
import io.ejc.api.SimpleJob;
import io.ejc.api.spi.ItemListener;
import io.ejc.api.spi.JobErrorHandler;
import io.ejc.api.spi.JobFactory;
import io.ejc.api.spi.JobItemExecutor;
import io.github.classgraph.ClassInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * What an application's libraries add, as far as jobs are checked against it. Of its classes only
 * those of services are loaded, and asked for nothing but their names.
 */
final class Services implements HandlingReader.Extras {

  private final ClassLoader loader;
  private final List<String> problems;
  private final List<Class<?>> jobInterfaces = new ArrayList<>();

  /** Adds to the problems what cannot be loaded. */
  Services(ClassLoader loader, List<String> problems) {
    this.loader = loader;
    this.problems = problems;
    jobInterfaces.addAll(
        List.of(SimpleJob.class, DataflowJob.class, ScriptJob.class, HttpJob.class));
    ask(
        JobItemExecutor.class,
        () -> {
          for (JobItemExecutor<?> kind : ServiceLoader.load(JobItemExecutor.class, loader)) {
            jobInterfaces.add(kind.getJobInterface());
          }
        });
  }

  /** The job interfaces that a class implements; of two that extend each other the narrower. */
  List<Class<?>> kindsOf(ClassInfo type) {
    List<Class<?>> implemented =
        jobInterfaces.stream().filter(kind -> type.implementsInterface(kind.getName())).toList();
    return implemented.stream()
        .filter(
            kind ->
                implemented.stream()
                    .noneMatch(other -> other != kind && kind.isAssignableFrom(other)))
        .toList();
  }

  /** The names of all job interfaces. */
  List<String> jobInterfaces() {
    return jobInterfaces.stream().map(Class::getName).toList();
  }

  @Override
  public boolean hasClass(String name) {
    return loader.getResource(name.replace('.', '/') + ".class") != null;
  }

  @Override
  public List<String> errorHandlers() {
    return types(JobErrorHandler.class, JobErrorHandler::getType);
  }

  @Override
  public List<String> listeners() {
    return types(ItemListener.class, ItemListener::getType);
  }

  /** Whether a factory makes the jobs. */
  boolean hasJobFactory() {
    try {
      return ServiceLoader.load(JobFactory.class, loader).stream().findFirst().isPresent();
    } catch (ServiceConfigurationError e) {
      unusable(JobFactory.class, String.valueOf(e.getMessage()));
      return true;
    }
  }

  private <S> List<String> types(Class<S> service, Function<S, String> type) {
    List<String> types = new ArrayList<>();
    ask(service, () -> ServiceLoader.load(service, loader).forEach(s -> types.add(type.apply(s))));
    return types;
  }

  /** Services are others' code. */
  private void ask(Class<?> service, Runnable question) {
    try {
      question.run();
    } catch (ServiceConfigurationError e) {
      unusable(service, String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      unusable(service, e.toString());
    }
  }

  private void unusable(Class<?> service, String why) {
    String problem =
        "META-INF/services/"
            + service.getName()
            + ": "
            + why
            + " (expected: names of classes that implement it)";
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
