package io.ejc.internal.model;

/** The id of this framework, given by the master. */
public record FrameworkId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
