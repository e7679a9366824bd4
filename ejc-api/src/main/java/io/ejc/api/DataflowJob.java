package io.ejc.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job that fetches data and then processes what it has fetched: once, or again and again with
 * {@link ElasticJob#streaming()} until a fetch is empty.
 *
 * <p>Both methods run on an agent, on the item's thread, on one object for the whole attempt; see
 * {@link SimpleJob}. A killed item ends at the latest between two calls; a call that waits is
 * interrupted. A fetch that never comes to an end is ended by {@link ElasticJob#timeout()}.
 *
 * @param <T> what is fetched
 */
public interface DataflowJob<T> {

  /**
   * Fetches what is to be processed next. When streaming, what was processed must not come again,
   * or the item never ends.
   *
   * @param context which item this is, never null
   * @return the data; null or empty when there is none, which ends the item as succeeded
   * @throws Exception whatever made the item fail
   */
  @Nullable List<T> fetchData(ShardingContext context) throws Exception;

  /**
   * Processes what was fetched. An exception fails the item; what this call has done by then stays
   * done, so a further attempt fetches what is still open.
   *
   * @param context which item this is, never null
   * @param data what {@link #fetchData} returned, never empty
   * @throws Exception whatever made the item fail
   */
  void processData(ShardingContext context, List<T> data) throws Exception;
}
