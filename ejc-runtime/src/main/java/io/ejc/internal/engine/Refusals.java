package io.ejc.internal.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Refusals of the store, one after another: each message is told once, and each try waits longer
 * than the one before. For one thread.
 */
final class Refusals {

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Logger log;
  private final String name;
  private @Nullable String told;
  private int count;

  Refusals(Logger log, String name) {
    this.log = log;
    this.name = name;
  }

  /** Tells of a refusal, unless it was told before, and says how long to wait. */
  Duration refused(String what, Exception refusal) {
    String words = what + ": " + refusal.getMessage();
    Duration pause = pause();
    if (!sameWords(words)) {
      log.error(
          "ejc[{}] {}; tried again in {} s, and with pauses of up to {} s after that; this is told"
              + " once",
          name,
          words,
          pause.toSeconds(),
          LONGEST.toSeconds());
    }
    log.debug("ejc[{}] refusal {}", name, count, refusal);
    told = words;
    count++;
    return pause;
  }

  /** Epochs, batches and ports in a message change with every try. */
  private boolean sameWords(String words) {
    return told != null && told.replaceAll("\\d+", "").equals(words.replaceAll("\\d+", ""));
  }

  private Duration pause() {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(count, 10));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  /** It went well. */
  void over() {
    if (count > 0) {
      log.info("ejc[{}] goes on after {} refusals", name, count);
    }
    count = 0;
    told = null;
  }
}
