package io.ejc.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Millions of simulated events are not for the log. */
final class QuietLog {

  private final Logger narrator = (Logger) LoggerFactory.getLogger("io.ejc.scheduler");
  private @Nullable Level before;

  void off() {
    before = narrator.getLevel();
    narrator.setLevel(Level.OFF);
  }

  void on() {
    narrator.setLevel(before);
  }
}
