package io.ejc.internal.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the due instants of a job: all up to the watermark are settled, and the latest are
 * told in ranges.
 *
 * @param watermark every instant up to this one is settled
 * @param ranges the latest ranges, oldest first
 * @param since since when the present trigger is in force, which is what periods and delays are
 *     counted from: the registration, or the change to that trigger
 * @param count how many instants were settled since then
 */
public record Ledger(Instant watermark, List<Range> ranges, Instant since, long count) {

  /** How many ranges are kept. */
  public static final int RANGES_KEPT = 100;

  /** Copies the list. */
  public Ledger {
    ranges = List.copyOf(ranges);
  }

  /** What becomes of a due instant. */
  public enum Outcome {
    RUN,
    COALESCED,
    SKIPPED
  }

  /**
   * Consecutive instants with one outcome and reason.
   *
   * @param from the first instant
   * @param to the last instant
   * @param count how many
   * @param outcome what became of them
   * @param reason why, empty when they simply ran
   */
  public record Range(Instant from, Instant to, long count, Outcome outcome, String reason) {
    private boolean continuedBy(Range next) {
      return outcome == next.outcome && reason.equals(next.reason);
    }

    private Range joined(Range next) {
      return new Range(from, next.to, count + next.count, outcome, reason);
    }
  }

  /** An empty ledger of a job registered at an instant: what was due before is not its concern. */
  public static Ledger openedAt(Instant registration) {
    return new Ledger(registration, List.of(), registration, 0);
  }

  /** The same ledger, with later instants settled. */
  public Ledger settled(Range range) {
    List<Range> all = new ArrayList<>(ranges);
    int last = all.size() - 1;
    if (last >= 0 && all.get(last).continuedBy(range)) {
      all.set(last, all.get(last).joined(range));
    } else {
      all.add(range);
    }
    if (all.size() > RANGES_KEPT) {
      all.remove(0);
    }
    Instant until = range.to().isAfter(watermark) ? range.to() : watermark;
    return new Ledger(until, all, since, count + range.count());
  }

  /**
   * The same ledger as it would be if nothing later than an instant had been settled. Of a range
   * that goes beyond it nobody knows how many of its instants lie before: it keeps its count.
   */
  public Ledger setBackTo(Instant instant) {
    List<Range> kept = new ArrayList<>();
    long open = 0;
    for (Range range : ranges) {
      if (!range.to().isAfter(instant)) {
        kept.add(range);
      } else if (!range.from().isAfter(instant)) {
        kept.add(new Range(range.from(), instant, range.count(), range.outcome(), range.reason()));
      } else {
        open += range.count();
      }
    }
    Instant until = instant.isBefore(watermark) ? instant : watermark;
    Instant from = since.isAfter(until) ? until : since;
    return new Ledger(until, kept, from, Math.max(0, count - open));
  }

  /** The same ledger, with the time until an instant settled in which nothing was due. */
  public Ledger settledUntil(Instant until) {
    return until.isAfter(watermark) ? new Ledger(until, ranges, since, count) : this;
  }

  /** The same ledger, another trigger being in force since an instant. */
  public Ledger triggeredSince(Instant change) {
    return new Ledger(watermark, ranges, change, 0);
  }
}
