package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A set of whole numbers as sorted, disjoint, non-adjacent spans; the ports of an agent. */
record Ranges(List<Span> spans) {

  static final Ranges NONE = new Ranges(List.of());

  /** From begin to end, both included. */
  record Span(long begin, long end) {
    @Override
    public String toString() {
      return begin + "-" + end;
    }
  }

  /** Merges spans that overlap or touch. */
  static Ranges of(List<Span> spans) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.removeIf(span -> span.end() < span.begin());
    sorted.sort(Comparator.comparingLong(Span::begin));
    List<Span> merged = new ArrayList<>();
    for (Span span : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && span.begin() <= merged.get(last).end() + 1) {
        Span previous = merged.get(last);
        merged.set(last, new Span(previous.begin(), Math.max(previous.end(), span.end())));
      } else {
        merged.add(span);
      }
    }
    return new Ranges(List.copyOf(merged));
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  Ranges plus(Ranges other) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return of(all);
  }

  Ranges minus(Ranges other) {
    List<Span> left = spans;
    for (Span hole : other.spans) {
      List<Span> next = new ArrayList<>();
      for (Span span : left) {
        if (hole.end() < span.begin() || hole.begin() > span.end()) {
          next.add(span);
          continue;
        }
        if (span.begin() < hole.begin()) {
          next.add(new Span(span.begin(), hole.begin() - 1));
        }
        if (span.end() > hole.end()) {
          next.add(new Span(hole.end() + 1, span.end()));
        }
      }
      left = next;
    }
    return of(left);
  }

  boolean contains(Ranges other) {
    return other.minus(this).isEmpty();
  }

  @Override
  public String toString() {
    return spans.stream().map(Span::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
