package io.ejc.internal.trigger;

/** A cron expression that cannot be read, or that names no time. */
public final class MalformedCron extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  MalformedCron(String cron, String rule) {
    super("cron: " + cron + " (expected: " + rule + ")");
    this.rule = rule;
  }

  /** What was expected, for messages that name the value themselves. */
  public String rule() {
    return rule;
  }
}
