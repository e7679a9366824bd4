package io.ejc.internal.match;

import java.util.regex.Pattern;

/**
 * A regular expression that an author wrote, on a text that an operator wrote: it gives up after a
 * number of characters read, so that neither of them can keep the engine's thread busy.
 */
final class Expression {

  /** How often characters are read for one text, at most. */
  static final int READS_MAX = 20_000;

  /** Longer texts do not match: the depth of a match grows with the text. */
  static final int TEXT_MAX = 1_000;

  private final Pattern pattern;

  Expression(String expression) {
    pattern = Pattern.compile(expression);
  }

  /** Whether the whole text matches; an expression that takes too long does not. */
  boolean matches(String text) {
    if (text.length() > TEXT_MAX) {
      return false;
    }
    try {
      return pattern.matcher(new Counted(text, new int[] {READS_MAX})).matches();
    } catch (TooLongException e) {
      return false;
    }
  }

  private static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("too many characters read", null, false, false);
    }
  }

  /** A text that can be read only so often. */
  private record Counted(CharSequence text, int[] left) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (left[0]-- <= 0) {
        throw new TooLongException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
