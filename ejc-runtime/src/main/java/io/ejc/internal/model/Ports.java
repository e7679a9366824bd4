package io.ejc.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ports of an agent.
 *
 * @param ranges in rising order, without overlaps
 */
public record Ports(List<Range> ranges) {

  /** None. */
  public static final Ports NONE = new Ports(List.of());

  /** Copies the list. */
  public Ports {
    ranges = List.copyOf(ranges);
  }

  /**
   * Ports next to each other.
   *
   * @param from the first
   * @param to the last
   */
  public record Range(int from, int to) {
    /** Checks the order. */
    public Range {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException("ports: " + from + "-" + to + " (expected: from-to)");
      }
    }

    int size() {
      return to - from + 1;
    }
  }

  /** How many there are. */
  public int count() {
    return ranges.stream().mapToInt(Range::size).sum();
  }

  /** The lowest ones, as many as wanted, or all when there are fewer. */
  public Ports first(int wanted) {
    List<Range> taken = new ArrayList<>();
    int missing = wanted;
    for (Range range : ranges) {
      if (missing > 0) {
        int size = Math.min(missing, range.size());
        taken.add(new Range(range.from(), range.from() + size - 1));
        missing -= size;
      }
    }
    return new Ports(taken);
  }

  /** All but the lowest ones. */
  public Ports withoutFirst(int taken) {
    List<Range> left = new ArrayList<>();
    int gone = taken;
    for (Range range : ranges) {
      int size = Math.min(gone, range.size());
      gone -= size;
      if (size < range.size()) {
        left.add(new Range(range.from() + size, range.to()));
      }
    }
    return new Ports(left);
  }

  /** Each of them, in rising order. */
  public List<Integer> numbers() {
    return ranges.stream()
        .flatMap(range -> IntStream.rangeClosed(range.from(), range.to()).boxed())
        .toList();
  }

  @Override
  public String toString() {
    return ranges.stream()
        .map(range -> range.from() + "-" + range.to())
        .collect(Collectors.joining(",", "[", "]"));
  }
}
