package io.ejc.api;

import java.time.Instant;
import java.util.List;

/**
 * What became of the due instants of an item of a {@link ExecutionType#DAEMON} job, since its run
 * began and as its agents have told, every ten seconds or less often. All are counted, and the
 * latest are listed: neighbours that ended alike are one entry.
 *
 * @param succeeded firings that returned
 * @param failed firings that threw, or that a kill ended
 * @param coalesced late instants for which a later firing stood
 * @param skipped instants that did not fire
 * @param settledUntil every due instant up to this one is counted
 * @param latest the latest entries, oldest first; of many, the oldest are dropped
 */
public record FiringsView(
    long succeeded,
    long failed,
    long coalesced,
    long skipped,
    Instant settledUntil,
    List<Entry> latest) {

  /** Copies the list. */
  public FiringsView {
    latest = List.copyOf(latest);
  }

  /** What became of an instant. */
  public enum Outcome {
    /** It fired, and user code returned. */
    SUCCEEDED,
    /** It fired, and user code threw or was killed. */
    FAILED,
    /** It was late, and a later one fired for it. */
    COALESCED,
    /** It did not fire. */
    SKIPPED
  }

  /**
   * Consecutive instants that ended alike.
   *
   * @param from the first
   * @param to the last
   * @param count how many
   * @param outcome what became of them
   * @param reason why, for people; empty when they succeeded
   */
  public record Entry(Instant from, Instant to, long count, Outcome outcome, String reason) {}
}
