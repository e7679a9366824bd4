package io.ejc.internal.discover;

import io.ejc.api.JobParameter;
import io.ejc.api.ShardingContext;
import io.ejc.api.ShardingItem;
import io.ejc.api.ShardingParameter;
import io.ejc.internal.model.ParameterText;
import io.ejc.internal.model.TextParameter;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;

/**
 * A parameter of a job that is a method, and where its argument comes from.
 *
 * @param label its name, or its place where names were not compiled in
 * @param source where the argument comes from
 * @param type what the method wants
 */
record MethodParameter(String label, Source source, TypeDescription type) {

  private static final List<Class<? extends Annotation>> ANNOTATIONS =
      List.of(ShardingItem.class, ShardingParameter.class, JobParameter.class);

  /** Where arguments come from. */
  enum Source {
    CONTEXT,
    ITEM,
    SHARDING_PARAMETER,
    JOB_PARAMETER
  }

  /**
   * Binds a parameter.
   *
   * @throws MalformedValue when it cannot be bound
   */
  static MethodParameter of(ParameterDescription.InDefinedShape parameter) throws MalformedValue {
    TypeDescription type = parameter.getType().asErasure();
    Source source = source(parameter, type);
    boolean fits =
        switch (source) {
          case CONTEXT -> true;
          case ITEM -> type.represents(int.class) || type.represents(Integer.class);
          case SHARDING_PARAMETER, JOB_PARAMETER ->
              ParameterText.reads(type.getName()) || type.isEnum();
        };
    if (!fits) {
      throw new MalformedValue(
          type.getActualName(), source == Source.ITEM ? "int or Integer" : ParameterText.TYPES);
    }
    return new MethodParameter(label(parameter), source, type);
  }

  /** What people call a parameter. */
  static String label(ParameterDescription parameter) {
    return parameter.isNamed() ? parameter.getName() : String.valueOf(parameter.getIndex() + 1);
  }

  private static Source source(ParameterDescription.InDefinedShape parameter, TypeDescription type)
      throws MalformedValue {
    List<Class<? extends Annotation>> present =
        ANNOTATIONS.stream()
            .filter(parameter.getDeclaredAnnotations()::isAnnotationPresent)
            .toList();
    boolean context = type.represents(ShardingContext.class);
    if (present.size() + (context ? 1 : 0) != 1) {
      throw new MalformedValue(
          (present.isEmpty() ? "" : shown(present) + " ") + type.getActualName(),
          "a ShardingContext without an annotation, or another type with one of "
              + shown(ANNOTATIONS));
    }
    if (context) {
      return Source.CONTEXT;
    }
    Class<? extends Annotation> annotation = present.get(0);
    if (annotation == ShardingItem.class) {
      return Source.ITEM;
    }
    return annotation == ShardingParameter.class ? Source.SHARDING_PARAMETER : Source.JOB_PARAMETER;
  }

  private static String shown(List<Class<? extends Annotation>> annotations) {
    return String.join(
        ", ", annotations.stream().map(annotation -> "@" + annotation.getSimpleName()).toList());
  }

  /** What of it matters where classes are not at hand; empty when it is made of no text. */
  Optional<TextParameter> ofText() {
    return source == Source.SHARDING_PARAMETER || source == Source.JOB_PARAMETER
        ? Optional.of(
            new TextParameter(
                label, source == Source.SHARDING_PARAMETER, type.getName(), constants()))
        : Optional.empty();
  }

  private List<String> constants() {
    return type.isEnum()
        ? type.getDeclaredFields().stream()
            .filter(FieldDescription::isEnum)
            .map(FieldDescription::getName)
            .toList()
        : List.of();
  }
}
