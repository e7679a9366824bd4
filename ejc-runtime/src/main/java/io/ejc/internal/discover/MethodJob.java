package io.ejc.internal.discover;

import io.ejc.internal.model.MethodJobClass;
import io.ejc.internal.model.TextParameter;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;

/** Checks that a method can be a job, and that its parameters can have what they want. */
final class MethodJob {

  private final AnnotatedMethod annotated;
  private final MethodDescription.InDefinedShape method;
  private final List<MethodParameter> parameters = new ArrayList<>();

  MethodJob(AnnotatedMethod annotated, MethodDescription.InDefinedShape method) {
    this.annotated = annotated;
    this.method = method;
  }

  MethodDescription.InDefinedShape method() {
    return method;
  }

  /** Those that could be bound; all of them when {@link #check} added no problem. */
  List<MethodParameter> parameters() {
    return List.copyOf(parameters);
  }

  /** What the class generated for it is called. */
  static MethodJobClass nameOf(AnnotatedMethod annotated) {
    return new MethodJobClass(annotated.holder().getName(), annotated.info().getName());
  }

  /** Adds what is wrong with the method to the problems. */
  void check(Attributes attributes) {
    refuse(attributes, method.getDeclaringType().isInterface(), "in an interface", "in a class");
    refuse(attributes, method.isAbstract(), "abstract", "with a body");
    refuse(attributes, method.isPrivate(), "private", "package-private, protected or public");
    refuse(attributes, isInPrivateClass(), "in a private class", "in a class that is not private");
    refuse(
        attributes,
        !method.getTypeVariables().isEmpty(),
        "with type parameters",
        "without type parameters");
    refuse(attributes, method.isVarArgs(), "with variable arguments", "with single parameters");
    refuse(
        attributes,
        !method.getReturnType().represents(void.class),
        "returns " + method.getReturnType().asErasure().getActualName(),
        "that returns void, because nobody would get the value, or wait for it");
    refuse(
        attributes,
        annotated.overloaded(),
        "overloaded",
        "the only one of its name with @ElasticJob in its class");
    SharedPackage.problem(annotated.holder())
        .ifPresent(
            found ->
                refuse(attributes, true, found, "in a jar to whose packages classes can be added"));
    bind(attributes);
  }

  private static void refuse(Attributes attributes, boolean is, String found, String rule) {
    if (is) {
      attributes.problem("method", new MalformedValue(found, "a method " + rule));
    }
  }

  private boolean isInPrivateClass() {
    TypeDescription type = method.getDeclaringType();
    while (type != null) {
      if (type.isPrivate()) {
        return true;
      }
      type = type.getDeclaringType();
    }
    return false;
  }

  private void bind(Attributes attributes) {
    for (ParameterDescription.InDefinedShape parameter : method.getParameters()) {
      try {
        parameters.add(MethodParameter.of(parameter));
      } catch (MalformedValue e) {
        attributes.problem("parameter " + MethodParameter.label(parameter), e);
      }
    }
  }

  /** Those of its parameters that are made of texts. */
  List<TextParameter> textParameters() {
    return parameters.stream().flatMap(parameter -> parameter.ofText().stream()).toList();
  }
}
