package io.ejc.api.spi;

import io.ejc.api.ShardingContext;
import java.util.ServiceLoader;

/**
 * Does something about exceptions that make attempts fail, such as telling somebody. Jobs name it
 * in {@link io.ejc.api.ElasticJob#errorHandler()}. It changes nothing about the outcome: the
 * attempt has failed.
 *
 * <p>Found by {@link ServiceLoader} twice: on the host, which asks only for its type, and on the
 * agent, from the application's classes. So constructors do nothing. One instance lives as long as
 * its executor; every method may be called by several threads at once.
 */
public interface JobErrorHandler {

  /** By what name jobs ask for it. Rule: not {@code LOG}, {@code THROW} or {@code IGNORE}. */
  String getType();

  /**
   * Called on the item's thread, before the end of the attempt is reported; the attempt's timeout
   * goes on. Not called for attempts that were killed.
   *
   * @param context which item failed
   * @param cause what was thrown
   * @throws Exception logged, and otherwise of no effect
   */
  void handleException(ShardingContext context, Throwable cause) throws Exception;
}
