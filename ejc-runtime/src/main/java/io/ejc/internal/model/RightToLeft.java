package io.ejc.internal.model;

/** Takes a dotted id apart from its right end, because the job's name at its left may hold dots. */
final class RightToLeft {
  private final String whole;
  private final String what;
  private String rest;

  RightToLeft(String whole, String what) {
    this.whole = whole;
    this.what = what;
    this.rest = whole;
  }

  String next() {
    int dot = rest.lastIndexOf('.');
    if (dot < 0) {
      throw malformed();
    }
    String part = rest.substring(dot + 1);
    rest = rest.substring(0, dot);
    return part;
  }

  int nextInt() {
    long number = number(next());
    if (number > Integer.MAX_VALUE) {
      throw malformed();
    }
    return (int) number;
  }

  /** A number as we print it: digits only, no leading zero, so that parsing inverts printing. */
  long number(String digits) {
    boolean canonical = digits.matches("0|[1-9][0-9]{0,17}");
    if (!canonical) {
      throw malformed();
    }
    return Long.parseLong(digits);
  }

  String rest() {
    return rest;
  }

  IllegalArgumentException malformed() {
    return new IllegalArgumentException(what + ": " + whole + " (expected: an id printed by EJC)");
  }
}
