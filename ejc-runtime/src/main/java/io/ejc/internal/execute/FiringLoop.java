package io.ejc.internal.execute;

import io.ejc.internal.model.Firings;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Residence;
import io.ejc.internal.trigger.CronSchedule;
import io.ejc.internal.trigger.Lateness;
import io.ejc.internal.trigger.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Fires an item by its schedule until it is to end, on the item's thread, one firing after the
 * other. Every due instant is settled by the scheduler's own rules: it runs, is coalesced into a
 * later one, or is skipped. What became of them is told when something was due, and not again
 * before {@link #tellEvery} has passed.
 */
final class FiringLoop {

  /** The clock may be set while nothing is due: it is looked at again after so long. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private static final Duration TELL_EVERY = Duration.ofSeconds(10);
  private static final Duration TELL_EVERY_PER_ITEM = Duration.ofMillis(50);

  /** Calls user code. */
  @FunctionalInterface
  interface Firing {
    /** Returns why it failed; empty when it did not. */
    Optional<String> fire(Instant due);
  }

  /** Waits; returns early when it likes. */
  @FunctionalInterface
  interface Pause {
    void await(Duration longest) throws InterruptedException;
  }

  private final CronSchedule schedule;
  private final Residence residence;
  private final InstantSource clock;
  private final Pause pause;
  private final Firing firing;
  private final Consumer<Firings> told;
  private final Duration tellEvery;
  private final BooleanSupplier ends;

  private Instant settled;
  private Firings untold;
  private Instant tellAt;

  /**
   * A loop that has not begun.
   *
   * @param residence when it fires
   * @param clock the agent's
   * @param pause waits
   * @param firing calls user code
   * @param told told what became of due instants since it was last told
   * @param tellEvery how often at most
   * @param ends whether it is to end
   */
  FiringLoop(
      Residence residence,
      InstantSource clock,
      Pause pause,
      Firing firing,
      Consumer<Firings> told,
      Duration tellEvery,
      BooleanSupplier ends) {
    this.schedule = CronSchedule.of(residence.schedule());
    this.residence = residence;
    this.clock = clock;
    this.pause = pause;
    this.firing = firing;
    this.told = told;
    this.tellEvery = tellEvery;
    this.ends = ends;
    this.settled = residence.since();
    this.untold = Firings.since(settled);
    this.tellAt = clock.instant();
  }

  /** How often an item of so many tells at most: all of them together, 20 times a second. */
  static Duration tellEvery(int items) {
    return TELL_EVERY.plus(TELL_EVERY_PER_ITEM.multipliedBy(items));
  }

  /** Waits on the calling thread, without using it. */
  static void park(Duration longest) throws InterruptedException {
    LockSupport.parkNanos(longest.toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Fires until it is to end; what was not told yet is told then. */
  void run() {
    while (!ends.getAsBoolean()) {
      Instant now = clock.instant();
      tellAt = tellAt.isAfter(now.plus(tellEvery)) ? now.plus(tellEvery) : tellAt;
      if (!untold.isEmpty() && !now.isBefore(tellAt)) {
        tell(now);
      }
      Optional<Tally> due = schedule.tally(settled, now);
      if (due.isPresent()) {
        settle(due.get(), now);
      } else {
        await(now);
      }
    }
    if (!untold.isEmpty()) {
      tell(clock.instant());
    }
  }

  private void tell(Instant now) {
    told.accept(untold);
    untold = Firings.since(settled);
    tellAt = now.plus(tellEvery);
  }

  private void await(Instant now) {
    Instant until = now.plus(LONGEST_PAUSE);
    Optional<Instant> next = schedule.nextAfter(settled).filter(until::isAfter);
    until = next.orElse(until);
    until = !untold.isEmpty() && tellAt.isBefore(until) ? tellAt : until;
    try {
      pause.await(Duration.between(now, until));
    } catch (InterruptedException e) {
      // a kill is seen by whoever asks whether it ends; no one else's interrupt ends this
      ExecutorLog.logger().log(System.Logger.Level.DEBUG, "interrupted while nothing was due");
    }
  }

  /** The latest due instant fires, unless it is too late, and decides about those before it. */
  private void settle(Tally due, Instant now) {
    Instant last = due.last();
    Optional<String> tooLate = Lateness.tooLate(residence.schedule(), Duration.between(last, now));
    if (tooLate.isPresent()) {
      passOver(now, Outcome.SKIPPED, tooLate.get());
      return;
    }
    if (residence.schedule().misfire() == Misfire.SKIP) {
      passOver(last.minusNanos(1), Outcome.SKIPPED, "misfire: a later instant is due");
    } else {
      passOver(last.minusNanos(1), Outcome.COALESCED, "misfire: coalesced into a later firing");
    }
    Optional<String> failure = firing.fire(last);
    untold = failure.map(why -> untold.failed(last, why)).orElseGet(() -> untold.succeeded(last));
    settled = last;
    passOver(clock.instant(), Outcome.SKIPPED, "overlap: an earlier firing had not ended");
  }

  private void passOver(Instant until, Outcome outcome, String reason) {
    schedule
        .tally(settled, until)
        .ifPresent(
            due -> {
              untold =
                  untold.passedOver(
                      new Range(due.first(), due.last(), due.count(), outcome, reason));
              settled = due.last();
            });
  }
}
