package io.ejc.internal.model;

/**
 * The id of one try of one sharding item, printed as {@code run.item.number}. This is what a job
 * sees as its task id.
 *
 * @param run the run
 * @param item the sharding item, from 0
 * @param number which launch of the item, from 1; never reused
 */
public record AttemptId(RunId run, int item, int number) {

  /** Checks the numbers. */
  public AttemptId {
    if (item < 0) {
      throw new IllegalArgumentException("item: " + item + " (expected: 0 or more)");
    }
    if (number < 1) {
      throw new IllegalArgumentException("number: " + number + " (expected: 1 or more)");
    }
  }

  /** The item this is a try of. */
  public ItemId itemId() {
    return new ItemId(run, item);
  }

  /** The strict inverse of {@link #toString()}. */
  public static AttemptId parse(String text) {
    RightToLeft parts = new RightToLeft(text, "attempt id");
    int number = parts.nextInt();
    int item = parts.nextInt();
    return new AttemptId(RunId.parse(parts.rest()), item, number);
  }

  @Override
  public String toString() {
    return run + "." + item + "." + number;
  }
}
