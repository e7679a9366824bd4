package io.ejc.internal.discover;

import io.github.classgraph.ClassInfo;
import java.util.List;
import java.util.Optional;

/** Checks that the agents can make and run objects of an annotated class. */
final class JobClass {

  private static final String SPRING_BEAN = "org.springframework.stereotype.Component";

  private final ClassInfo type;
  private final ClassLoader loader;
  private final Services services;
  private final boolean madeByFactory;

  JobClass(ClassInfo type, ClassLoader loader, Services services, boolean madeByFactory) {
    this.type = type;
    this.loader = loader;
    this.services = services;
    this.madeByFactory = madeByFactory;
  }

  /** The job interfaces that it implements; of two that extend each other the narrower. */
  List<String> kinds() {
    return services.kindsOf(type).stream().map(Class::getName).toList();
  }

  /** Adds what is wrong with a class that only carries the name of a command. */
  void checkAsCommand(Attributes attributes) {
    if (!kinds().isEmpty()) {
      attributes.problem(
          "class",
          new MalformedValue(
              "implements " + String.join(", ", kinds()) + " and is a @ShellJob",
              "one kind of job",
              "remove @ShellJob, or the interface: a command runs no code of its class"));
    }
  }

  /** Adds what is wrong with the class to the problems. */
  void check(Attributes attributes) {
    check(attributes, true);
  }

  /** The same for a class of which a method is the job. */
  void checkAsHolder(Attributes attributes) {
    check(attributes, false);
  }

  private void check(Attributes attributes, boolean isTheJob) {
    Optional<MalformedValue> kind = kind();
    if (kind.isPresent()) {
      attributes.problem("class", kind.get());
      return;
    }
    if (type.hasAnnotation(SPRING_BEAN)) {
      attributes.problem(
          "class",
          new MalformedValue(
              "a Spring bean",
              "a plain class; jobs that are Spring beans are not carried out by this version",
              "remove @Component, or what stands for it, from the class"));
    }
    Optional<String> missing = missingSuperType();
    if (missing.isPresent()) {
      attributes.problem(
          "class",
          new MalformedValue(
              "extends or implements " + missing.get(),
              "super types that are on the class path",
              "add what holds " + missing.get()));
    } else if (isTheJob) {
      checkKind(attributes);
    }
    if (!type.isPublic()) {
      attributes.problem("class", new MalformedValue("not public", "a public class"));
    }
    if (!madeByFactory && !hasPublicConstructor()) {
      attributes.problem(
          "class",
          new MalformedValue(
              "no public constructor without parameters",
              "one",
              "add it, or a JobFactory service that makes the job"));
    }
  }

  private void checkKind(Attributes attributes) {
    String all = String.join(", ", services.jobInterfaces());
    List<String> kinds = kinds();
    if (kinds.isEmpty()) {
      attributes.problem(
          "class",
          new MalformedValue(
              "implements no job interface",
              "one of " + all + ", or @ShellJob beside @ElasticJob"));
    } else if (kinds.size() > 1) {
      attributes.problem(
          "class",
          new MalformedValue(
              "implements " + String.join(", ", kinds), "one of them", "make it two jobs"));
    }
  }

  /** What makes every other check pointless. */
  private Optional<MalformedValue> kind() {
    if (type.isAnnotation() || type.isInterface()) {
      return refused("an interface");
    }
    if (type.isEnum()) {
      return refused("an enum");
    }
    if (type.isAbstract()) {
      return refused("abstract");
    }
    if (type.isAnonymousInnerClass() || isLocal()) {
      return refused("declared inside a method");
    }
    if (type.isInnerClass() && !type.isStatic()) {
      return Optional.of(
          new MalformedValue(
              "an inner class", "a top-level or static nested class", "declare it static"));
    }
    return Optional.empty();
  }

  private boolean isLocal() {
    return type.getFullyQualifiedDefiningMethodName() != null;
  }

  private static Optional<MalformedValue> refused(String found) {
    return Optional.of(new MalformedValue(found, "a class of which objects can be made"));
  }

  private boolean hasPublicConstructor() {
    return type.getDeclaredConstructorInfo().stream()
        .anyMatch(
            constructor -> constructor.isPublic() && constructor.getParameterInfo().length == 0);
  }

  private Optional<String> missingSuperType() {
    return type.getSuperclasses().union(type.getInterfaces()).stream()
        .map(ClassInfo::getName)
        .filter(name -> loader.getResource(name.replace('.', '/') + ".class") == null)
        .sorted()
        .findFirst();
  }
}
