package io.ejc.internal.model;

/**
 * A sharding item of a run.
 *
 * @param run the run
 * @param item its number, from 0
 */
public record ItemId(RunId run, int item) {
  @Override
  public String toString() {
    return run + "." + item;
  }
}
