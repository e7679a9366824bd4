package io.ejc.api.spi;

import io.ejc.api.ShardingContext;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Called before and after each attempt of the items of jobs that name it in {@link
 * io.ejc.api.ElasticJob#listeners()}.
 *
 * <p>Found by {@link ServiceLoader} twice: on the host, which asks only for its type, and on the
 * agent, from the application's classes. So constructors do nothing. One instance lives as long as
 * its executor; every method may be called by several threads at once.
 */
public interface ItemListener {

  /** By what name jobs ask for it. */
  String getType();

  /**
   * Called on the item's thread before the job.
   *
   * @param context which item begins
   * @throws Exception fails the attempt: the job is not called
   */
  default void beforeItem(ShardingContext context) throws Exception {}

  /**
   * Called on the item's thread after the job, also when it failed or was killed, and before the
   * end is reported. Only if {@link #beforeItem} of this listener returned.
   *
   * @param context which item has ended
   * @param failure what was thrown; null when the job returned
   * @throws Exception logged, and otherwise of no effect
   */
  default void afterItem(ShardingContext context, @Nullable Throwable failure) throws Exception {}
}
