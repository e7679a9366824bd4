package io.ejc.internal.execute;

import io.ejc.api.ParameterException;
import io.ejc.api.ShardingContext;
import io.ejc.api.spi.MethodArguments;
import io.ejc.internal.model.ParameterText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arguments of methods out of the texts that an attempt was given. */
final class TextArguments implements MethodArguments {

  @Override
  public @Nullable Object jobParameter(ShardingContext context, String parameter, Class<?> type) {
    return value("jobParameter", context, Optional.of(context.getJobParameter()), parameter, type);
  }

  @Override
  public @Nullable Object shardingParameter(
      ShardingContext context, String parameter, Class<?> type) {
    Optional<String> text = Optional.ofNullable(context.getShardingParameter());
    return value("the parameter of its item", context, text, parameter, type);
  }

  private static @Nullable Object value(
      String source,
      ShardingContext context,
      Optional<String> text,
      String parameter,
      Class<?> type) {
    try {
      return type.isEnum()
          ? constant(text, type)
          : ParameterText.value(text, type.getName()).orElse(null);
    } catch (ParameterText.Unfit e) {
      throw new ParameterException(
          source
              + ": "
              + e.getMessage()
              + " for parameter "
              + parameter
              + "; task "
              + context.getTaskId()
              + " is not tried again");
    }
  }

  private static @Nullable Object constant(Optional<String> text, Class<?> type) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants())
            .<Enum<?>>map(constant -> (Enum<?>) constant)
            .toList();
    Optional<String> name =
        ParameterText.constant(text, constants.stream().<String>map(Enum::name).toList());
    return constants.stream()
        .filter(constant -> name.filter(constant.name()::equals).isPresent())
        .findFirst()
        .orElse(null);
  }
}
