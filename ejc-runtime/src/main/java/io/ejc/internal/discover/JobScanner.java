package io.ejc.internal.discover;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShellJob;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.ShellCommand;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ScanResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the classes and methods annotated with {@link ElasticJob} and reads what they say from byte
 * code; none of them is loaded or initialised. All problems are collected, so that one start shows
 * them together.
 *
 * <p>A class that cannot be read is passed over: class paths hold files for other platforms and
 * newer JDKs.
 */
public final class JobScanner {

  private static final Logger log = LoggerFactory.getLogger(JobScanner.class);

  private final ScanSettings settings;
  private final Template template;
  private final Predicate<String> leftOut;

  /**
   * Makes a scanner.
   *
   * @param settings what the configuration says about jobs
   * @param placeholders where {@code ${key}} in attributes comes from
   */
  public JobScanner(ScanSettings settings, Placeholders placeholders) {
    this(settings, new Template(placeholders), name -> false);
  }

  private JobScanner(ScanSettings settings, Template template, Predicate<String> leftOut) {
    this.settings = settings;
    this.template = template;
    this.leftOut = leftOut;
  }

  /**
   * A scanner that passes over what agents will not have.
   *
   * @param entries says of the file name of a class-path entry whether its jobs are not registered
   */
  public JobScanner without(Predicate<String> entries) {
    return new JobScanner(settings, template, entries);
  }

  /**
   * Scans packages and those below them.
   *
   * @param loader sees the application's classes
   * @param packages where to look. Rule: at least one
   * @return the jobs by name, and all problems
   */
  public Discovery scan(ClassLoader loader, List<String> packages) {
    String nothing =
        "ejc.scan.packages: "
            + String.join(", ", packages)
            + " (expected: packages that hold at least one class annotated with @ElasticJob);"
            + " annotate a class there, or set ejc.scan.packages to the packages of the jobs";
    return scan(
        loader, classGraph(loader).acceptPackages(packages.toArray(String[]::new)), nothing);
  }

  /**
   * Looks at one class as a scan of its package does, for a test of its jobs.
   *
   * @param loader sees the class
   * @param className its binary name
   * @return its jobs, and all problems of them
   */
  public Discovery scanClass(ClassLoader loader, String className) {
    String nothing =
        "class "
            + className
            + ": no job (expected: @ElasticJob on the class, or on a method of it)";
    return scan(loader, classGraph(loader).acceptClasses(className), nothing);
  }

  private Discovery scan(ClassLoader loader, ClassGraph where, String nothing) {
    List<String> problems = new ArrayList<>();
    Services services = new Services(loader, problems);
    boolean madeByFactory = services.hasJobFactory();
    List<Found> found = new ArrayList<>();
    CatalogWriter catalog = new CatalogWriter(settings, services);
    MethodJobs methods = new MethodJobs(loader, settings, template, services, problems, catalog);
    try (ScanResult result = where.scan()) {
      for (ClassInfo type : annotated(result)) {
        if (travels(type)) {
          JobClass jobClass = new JobClass(type, loader, services, madeByFactory);
          found.add(read(type, jobClass, services, problems, catalog));
        }
      }
      for (AnnotatedMethod method : AnnotatedMethod.in(result)) {
        if (travels(method.holder())) {
          JobClass holder = new JobClass(method.holder(), loader, services, madeByFactory);
          found.add(methods.read(method, holder));
        }
      }
      problems.addAll(commandsWithoutJob(result));
      catalog.typesOf(result, loader, madeByFactory, this::travels);
    }
    if (found.isEmpty()) {
      problems.add(nothing);
    }
    problems.addAll(sharedNames(found));
    return new Discovery(
        found.stream()
            .flatMap(job -> job.definition().stream())
            .sorted(Comparator.comparing(JobDefinition::name))
            .toList(),
        problems,
        methods.generated(),
        catalog.write(new Services(loader, new ArrayList<>())));
  }

  private boolean travels(ClassInfo type) {
    String entry = ClassPathEntry.nameOf(type);
    boolean out = leftOut.test(entry);
    if (out) {
      log.info("job class {} lies in {}, which is excluded: not registered", type.getName(), entry);
    }
    return !out;
  }

  private static ClassGraph classGraph(ClassLoader loader) {
    return new ClassGraph()
        .addClassLoader(loader)
        .enableClassInfo()
        .enableMethodInfo()
        .enableAnnotationInfo()
        // also those that must be refused with words
        .ignoreClassVisibility()
        .ignoreMethodVisibility()
        .enableExternalClasses();
  }

  private static List<ClassInfo> annotated(ScanResult result) {
    return result.getClassesWithAnnotation(ElasticJob.class).stream()
        .filter(type -> annotation(type).isPresent())
        .sorted(Comparator.comparing(ClassInfo::getName))
        .toList();
  }

  /** The annotation on the class itself, not on an annotation of it. */
  private static Optional<AnnotationInfo> annotation(ClassInfo type) {
    return Optional.ofNullable(
        type.getAnnotationInfo().directOnly().get(ElasticJob.class.getName()));
  }

  private Found read(
      ClassInfo type,
      JobClass jobClass,
      Services services,
      List<String> problems,
      CatalogWriter catalog) {
    AnnotationInfo annotation = annotation(type).orElseThrow();
    Attributes attributes = new Attributes(annotation, template, type.getName());
    Optional<ShellCommand> command = ShellReader.read(type, attributes, template);
    if (command.isPresent()) {
      jobClass.checkAsCommand(attributes);
    } else {
      jobClass.check(attributes);
    }
    Handling handling = new HandlingReader(attributes, services, jobClass.kinds()).read();
    Optional<JobDefinition> definition =
        new DefinitionReader(attributes, settings, handling, command).read(type.getName());
    definition.ifPresent(job -> catalog.add(job, annotation, attributes, List.of()));
    if (command.isEmpty()) {
      catalog.type(type.getName(), jobClass.kinds());
    }
    problems.addAll(attributes.problems());
    return new Found(attributes.jobName(), type.getName(), definition);
  }

  private static List<String> commandsWithoutJob(ScanResult result) {
    return result.getClassesWithAnnotation(ShellJob.class).stream()
        .filter(type -> ShellReader.annotation(type).isPresent() && annotation(type).isEmpty())
        .map(ClassInfo::getName)
        .sorted()
        .map(
            name ->
                "class "
                    + name
                    + ": @ShellJob alone (expected: @ElasticJob beside it); add it, with the job's name")
        .toList();
  }

  private static List<String> sharedNames(List<Found> found) {
    Map<String, List<String>> classesByName =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    Found::name,
                    TreeMap::new,
                    Collectors.mapping(Found::className, Collectors.toList())));
    List<String> problems = new ArrayList<>();
    classesByName.forEach(
        (name, classes) -> {
          if (classes.size() > 1) {
            problems.add(
                "job "
                    + name
                    + " ("
                    + String.join(", ", classes)
                    + ") name: "
                    + name
                    + " (expected: a name that one class has); rename all but one");
          }
        });
    return problems;
  }

  record Found(String name, String className, Optional<JobDefinition> definition) {}
}
