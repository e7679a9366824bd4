package io.ejc.api.spi;

import io.ejc.api.ShardingContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes arguments for jobs that are methods. EJC implements it, and the classes that it generates
 * for such methods call it; nobody else needs to. Safe for use by many threads.
 */
public interface MethodArguments {

  /**
   * The job's parameter.
   *
   * @param context whose
   * @param parameter the method's parameter, for messages
   * @param type its type
   * @return the value; null when the text is blank and the type no primitive
   * @throws io.ejc.api.ParameterException when the text does not fit the type
   */
  @Nullable Object jobParameter(ShardingContext context, String parameter, Class<?> type);

  /**
   * The item's parameter.
   *
   * @param context whose
   * @param parameter the method's parameter, for messages
   * @param type its type
   * @return the value; null when there is none and the type is no primitive
   * @throws io.ejc.api.ParameterException when the text does not fit the type
   */
  @Nullable Object shardingParameter(ShardingContext context, String parameter, Class<?> type);
}
