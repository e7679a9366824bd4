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
   * How long a killed item has, after its thread was interrupted, before the end is forced. An
   * agent that drains may give it less.
   */
  Duration killGrace();
}
