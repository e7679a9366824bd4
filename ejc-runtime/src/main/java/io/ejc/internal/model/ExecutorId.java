package io.ejc.internal.model;

/** The id of an executor, derived from everything that makes it what it is. */
public record ExecutorId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
