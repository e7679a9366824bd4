package io.ejc.internal.execute;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much of a lease is left. It runs from the moment of the question that was answered, never
 * from the answer, which may come late; and as time that passed counts whatever is more, by the
 * monotonic clock, which may stand still while the machine sleeps, or by the wall clock, which may
 * be set. Answers may be lost, doubled or in any order. Any thread.
 */
final class LeaseTerm {

  private static final int QUESTIONS_KEPT = 64;

  private final Duration length;
  private final InstantSource wall;
  private final LongSupplier nanos;

  // guarded by this
  private final Map<String, Moment> questions = new LinkedHashMap<>();
  private @Nullable Moment heldFrom;

  /**
   * Nothing is held yet.
   *
   * @param length how long a lease is
   * @param wall the wall clock
   * @param nanos the monotonic clock, in nanoseconds
   */
  LeaseTerm(Duration length, InstantSource wall, LongSupplier nanos) {
    this.length = length;
    this.wall = wall;
    this.nanos = nanos;
  }

  private record Moment(long nanos, Instant wall) {}

  /** A new question: whatever it is answered, and whenever, counts from now. */
  synchronized String ask() {
    String nonce = UUID.randomUUID().toString();
    questions.put(nonce, now());
    if (questions.size() > QUESTIONS_KEPT) {
      questions.remove(questions.keySet().iterator().next());
    }
    return nonce;
  }

  /** A question is answered; false when that tells nothing new. */
  synchronized boolean granted(String nonce) {
    Moment asked = questions.remove(nonce);
    if (asked == null) {
      return false;
    }
    boolean later = heldFrom == null || asked.nanos() - heldFrom.nanos() > 0;
    if (later) {
      heldFrom = asked;
    }
    return later;
  }

  /** What is left; nothing, or less, before the first answer and after the end. */
  synchronized Duration left() {
    return heldFrom == null ? Duration.ZERO : length.minus(since(heldFrom));
  }

  private Duration since(Moment moment) {
    Moment now = now();
    Duration steady = Duration.ofNanos(now.nanos() - moment.nanos());
    Duration set = Duration.between(moment.wall(), now.wall());
    return steady.compareTo(set) >= 0 ? steady : set;
  }

  private Moment now() {
    return new Moment(nanos.getAsLong(), wall.instant());
  }
}
