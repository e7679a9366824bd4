package io.ejc.internal.discover;

import io.ejc.api.ElasticJob;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.MethodInfo;
import io.github.classgraph.ScanResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.pool.TypePool;

/**
 * A method with {@link ElasticJob}, as the class that declares it has it; a subclass that inherits
 * it makes no further job.
 *
 * @param holder declares it
 * @param annotation its
 * @param info its
 * @param overloaded whether another annotated method of the class has its name
 */
record AnnotatedMethod(
    ClassInfo holder, AnnotationInfo annotation, MethodInfo info, boolean overloaded) {

  /** All of a scan, in the same order each time. */
  static List<AnnotatedMethod> in(ScanResult result) {
    List<AnnotatedMethod> found = new ArrayList<>();
    for (ClassInfo type : result.getClassesWithMethodAnnotation(ElasticJob.class)) {
      List<MethodInfo> methods =
          type.getDeclaredMethodInfo().stream()
              .filter(method -> annotation(method).isPresent())
              .toList();
      for (MethodInfo method : methods) {
        boolean overloaded =
            methods.stream().filter(other -> other.getName().equals(method.getName())).count() > 1;
        found.add(new AnnotatedMethod(type, annotation(method).orElseThrow(), method, overloaded));
      }
    }
    found.sort(
        Comparator.comparing((AnnotatedMethod method) -> method.holder().getName())
            .thenComparing(method -> method.info().getName())
            .thenComparing(method -> method.info().getTypeDescriptorStr()));
    return found;
  }

  /** The annotation on a method that somebody wrote: compilers copy it to bridges. */
  private static Optional<AnnotationInfo> annotation(MethodInfo method) {
    return method.isSynthetic() || method.isBridge()
        ? Optional.empty()
        : Optional.ofNullable(
            method.getAnnotationInfo().directOnly().get(ElasticJob.class.getName()));
  }

  /** All that byte code says of it. */
  MethodDescription.InDefinedShape describe(TypePool pool) {
    return pool.describe(holder.getName()).resolve().getDeclaredMethods().stream()
        .filter(method -> method.getInternalName().equals(info.getName()))
        .filter(method -> method.getDescriptor().equals(info.getTypeDescriptorStr()))
        .findFirst()
        .orElseThrow();
  }
}
