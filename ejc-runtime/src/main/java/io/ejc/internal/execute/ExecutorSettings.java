package io.ejc.internal.execute;

import io.ejc.internal.model.ExecutorPayload;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * What the host's configuration says to its executors. It was checked there: what cannot be read
 * here was written by another version, and the default counts.
 *
 * @param killForceAfter how long after its grace a killed attempt may hold up a shared process
 * @param endIdleAfter without work for so long, nobody leads any more
 * @param outputs how much is kept of what items print
 * @param layers how layers are got and kept
 */
record ExecutorSettings(
    Duration killForceAfter, Duration endIdleAfter, TaskOutputs.Limits outputs, Layers layers) {

  /**
   * How layers are got and kept.
   *
   * @param cacheDir where they are kept on this agent; see {@link LayerCache#at}
   * @param cacheBytes how much of them is kept
   * @param fetchTimeout how long the next MiB of one may take
   */
  record Layers(String cacheDir, long cacheBytes, Duration fetchTimeout) {}

  /** How many MiB of them. */
  static final String CACHE_MB = "ejc.executor.cacheMB";

  /** How long a layer is asked for. */
  static final String FETCH_TIMEOUT = "ejc.bundle.fetchTimeout";

  /** As {@code 60s}. */
  static final String KILL_FORCE_AFTER = "ejc.executor.killForceAfter";

  /** How long whoever leads keeps an executor without work. */
  static final String KEEP_ALIVE = "ejc.executor.keepAlive";

  /** How long after that an executor without work waits for somebody who leads. */
  static final String IDLE_WITHOUT_LEADER = "ejc.executor.idleWithoutLeader";

  /** How large each file of an item's output becomes, in MiB. */
  static final String LOG_MB = "ejc.executor.logMB";

  /** Of how many ended attempts the output is kept. */
  static final String LOGS_KEPT = "ejc.executor.logsKept";

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final long MIB = 1024 * 1024;

  static ExecutorSettings of(ExecutorPayload executor) {
    Map<String, String> properties = executor.properties();
    Duration keepAlive = read(properties, KEEP_ALIVE, Duration.ofMinutes(10), DurationText::parse);
    Duration leaderless =
        read(properties, IDLE_WITHOUT_LEADER, Duration.ofMinutes(10), DurationText::parse);
    return new ExecutorSettings(
        read(properties, KILL_FORCE_AFTER, Duration.ofSeconds(60), DurationText::parse),
        keepAlive.plus(leaderless),
        new TaskOutputs.Limits(
            read(properties, LOG_MB, 10L, Long::parseLong) * MIB,
            read(properties, LOGS_KEPT, 100, Integer::parseInt)),
        new Layers(
            executor.cacheDirectory(),
            read(properties, CACHE_MB, 4_096L, Long::parseLong) * MIB,
            read(properties, FETCH_TIMEOUT, Duration.ofMinutes(2), DurationText::parse)));
  }

  private static <T> T read(
      Map<String, String> properties, String key, T otherwise, Function<String, T> reader) {
    String value = properties.get(key);
    try {
      return value == null ? otherwise : reader.apply(value);
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "{0}: {1}", key, e.getMessage());
      return otherwise;
    }
  }
}
