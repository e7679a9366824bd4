package io.ejc.internal.trigger;

/** A part of a cron expression that the library's parser took and that means nothing to us. */
final class UnreadablePart extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  UnreadablePart(String rule) {
    super(rule);
    this.rule = rule;
  }

  String rule() {
    return rule;
  }
}
