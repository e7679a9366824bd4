package io.ejc.internal.model;

/** Where a run came from. The letter stands in the run's id. */
public enum Origin {
  /** The job's schedule. */
  SCHEDULE('s'),
  /** The end of another job's run. */
  UPSTREAM('u'),
  /** A person's wish to run past instants again. */
  BACKFILL('b'),
  /** A person's or a program's trigger. */
  MANUAL('m'),
  /** A job whose items stay on their agents. */
  DAEMON('d');

  private final char letter;

  Origin(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }

  static Origin ofLetter(String letter) {
    for (Origin origin : values()) {
      if (letter.length() == 1 && origin.letter == letter.charAt(0)) {
        return origin;
      }
    }
    throw new IllegalArgumentException("origin: " + letter + " (expected: one of s, u, b, m, d)");
  }
}
