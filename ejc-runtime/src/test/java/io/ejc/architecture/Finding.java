package io.ejc.architecture;

/** A place that breaks a rule of the house. */
record Finding(String file, long line, String rule, String what) {

  @Override
  public String toString() {
    return file + ":" + line + " " + rule + ": " + what;
  }
}
