package io.ejc.api;

/**
 * A job whose whole work is one method call for each sharding item.
 *
 * <p>The method runs on an agent, in another JVM than the host's {@code main}. Several items of a
 * run, and items of other jobs, may run at the same time in one JVM, each on its own instance
 * unless a {@link io.ejc.api.spi.JobFactory} shares them.
 */
public interface SimpleJob {

  /**
   * Does the work of one sharding item. Returning normally means the item succeeded; an exception
   * means it failed, and its class and message are reported. When the item is killed, its thread is
   * interrupted and {@link ShardingContext#isCancelled()} becomes true.
   *
   * @param context which item this is, never null
   * @throws Exception whatever made the item fail
   */
  void execute(ShardingContext context) throws Exception;
}
