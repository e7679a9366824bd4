package io.ejc.internal.model;

import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of the due instants of an item that fires by itself: counted all of them, and the
 * latest told in ranges, in the ledger's terms. Of a firing that failed the reason says why.
 *
 * @param until every instant up to this one is settled; null before anything was told
 * @param succeeded how many firings returned
 * @param failed how many threw
 * @param coalesced how many late instants a later firing stood for
 * @param skipped how many did not fire
 * @param latest the latest ranges, oldest first
 */
public record Firings(
    @Nullable Instant until,
    long succeeded,
    long failed,
    long coalesced,
    long skipped,
    List<Range> latest) {

  /** How many ranges are kept: each item has its own, and a block of items is one record. */
  public static final int RANGES_KEPT = 6;

  /** Nothing was told. */
  public static final Firings NONE = new Firings(null, 0, 0, 0, 0, List.of());

  /** Copies the list; a record from before there were ranges has none. */
  public Firings {
    latest = List.copyOf(Objects.requireNonNullElse(latest, List.of()));
  }

  /** Nothing is settled but what was due until an instant. */
  public static Firings since(Instant instant) {
    return new Firings(instant, 0, 0, 0, 0, List.of());
  }

  /** The same, with a firing that returned. */
  public Firings succeeded(Instant due) {
    return plus(due, 1, 0, new Range(due, due, 1, Outcome.RUN, ""));
  }

  /** The same, with a firing that threw. */
  public Firings failed(Instant due, String why) {
    String reason = Words.bounded("failed: " + why, Words.FIRING_MAX);
    return plus(due, 0, 1, new Range(due, due, 1, Outcome.RUN, reason));
  }

  /** The same, with instants that did not fire: coalesced or skipped. */
  public Firings passedOver(Range range) {
    return plus(range.to(), 0, 0, range);
  }

  private Firings plus(Instant settled, long more, long moreFailed, Range range) {
    return new Firings(
        settled,
        succeeded + more,
        failed + moreFailed,
        coalesced + (range.outcome() == Outcome.COALESCED ? range.count() : 0),
        skipped + (range.outcome() == Outcome.SKIPPED ? range.count() : 0),
        joined(latest, List.of(range)));
  }

  /** The same, with what came later. */
  public Firings plus(Firings later) {
    List<Range> told =
        later.latest.stream()
            .map(
                range ->
                    new Range(
                        range.from(),
                        range.to(),
                        range.count(),
                        range.outcome(),
                        Words.bounded(range.reason(), Words.FIRING_MAX)))
            .toList();
    return new Firings(
        later.until,
        succeeded + later.succeeded,
        failed + later.failed,
        coalesced + later.coalesced,
        skipped + later.skipped,
        joined(latest, told));
  }

  /** Whether this tells of instants that the other does not know; false of what came before. */
  public boolean isAfter(Firings known) {
    return until != null && (known.until == null || until.isAfter(known.until));
  }

  /** Whether anything was due. */
  public boolean isEmpty() {
    return succeeded + failed + coalesced + skipped == 0;
  }

  private static List<Range> joined(List<Range> ranges, List<Range> later) {
    Ledger ledger = Ledger.openedAt(Instant.EPOCH);
    for (Range range : ranges) {
      ledger = ledger.settled(range);
    }
    for (Range range : later) {
      ledger = ledger.settled(range);
    }
    List<Range> all = ledger.ranges();
    return new ArrayList<>(all.subList(Math.max(0, all.size() - RANGES_KEPT), all.size()));
  }
}
