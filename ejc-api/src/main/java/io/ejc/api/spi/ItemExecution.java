package io.ejc.api.spi;

import io.ejc.api.ShardingContext;
import java.time.Duration;
import java.util.Map;

/** One attempt of an item, as its {@link JobItemExecutor} sees it. Safe to read by any thread. */
public interface ItemExecution {

  /** What the job sees of itself. */
  ShardingContext context();

  /** The context as variables for an environment, as a {@link io.ejc.api.ScriptJob} gets it. */
  Map<String, String> environment();

  /** {@link io.ejc.api.ElasticJob#streaming()}. */
  boolean streaming();

  /**
   * How long a killed item has, from the interrupt of its thread until the end is forced: the job's
   * own grace, and less once a kill has said so, as of an agent that drains. A further interrupt
   * may shorten it.
   */
  Duration killGrace();
}
