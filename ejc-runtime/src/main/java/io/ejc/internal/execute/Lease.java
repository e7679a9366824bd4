package io.ejc.internal.execute;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lease of one exclusive attempt: asks for it again and again, lets user code begin when it is
 * held, and sees to the end when it runs out. Looked at on a thread of its own, on which nothing
 * else may wait: the wall clock tells nobody that it was set, it has to be looked at.
 */
final class Lease {

  /** What the end of a lease means; called on the lease's thread, and must not wait. */
  interface Holder {
    /** Whether user code runs. */
    boolean works();

    /** It will not be held much longer, or never is: whoever can end in order should now. */
    void endsSoon();

    /** It is not held any more: nothing may go on. */
    void isOver();
  }

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final Duration LOOK_MAX = Duration.ofSeconds(1);
  private static final int LOOKS_A_LEASE = 40;
  private static final int QUESTIONS_A_LEASE = 12;
  private static final int WORRYING = 4;

  /** Who is not answered for so long before user code began is nobody's any more. */
  private static final Duration FIRST_ANSWER_MAX = Duration.ofMinutes(10);

  private final String taskId;
  private final Duration length;
  private final Duration lookEvery;
  private final Duration endGrace;
  private final LeaseTerm term;
  private final Consumer<String> questions;
  private final Holder holder;
  private final Object answered = new Object();

  private volatile boolean granted;
  private volatile boolean everGranted;
  private volatile @Nullable ScheduledFuture<?> looking;

  // on the lease's thread only
  private boolean warned;
  private int unanswered;
  private final long began = System.nanoTime();
  private long nextQuestion = began;

  /**
   * Does nothing before {@link #begin}.
   *
   * @param taskId the Mesos task, for people
   * @param length how long it is
   * @param killGrace how long before its end user code is asked to end, at most
   * @param term counts
   * @param questions sends a question; must not wait
   * @param holder who holds it
   */
  Lease(
      String taskId,
      Duration length,
      Duration killGrace,
      LeaseTerm term,
      Consumer<String> questions,
      Holder holder) {
    this.taskId = taskId;
    this.length = length;
    Duration share = length.dividedBy(LOOKS_A_LEASE);
    this.lookEvery = share.compareTo(LOOK_MAX) < 0 ? share : LOOK_MAX;
    Duration quarter = length.dividedBy(4);
    this.endGrace = killGrace.compareTo(quarter) < 0 ? killGrace : quarter;
    this.term = term;
    this.questions = questions;
    this.holder = holder;
  }

  /** Asks, and goes on asking, until {@link #close}. */
  void begin(ScheduledExecutorService thread) {
    looking =
        thread.scheduleWithFixedDelay(this::look, 0, lookEvery.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits until the lease is held. */
  void awaitHeld() throws InterruptedException {
    synchronized (answered) {
      while (!isHeld()) {
        answered.wait();
      }
    }
  }

  /** The scheduler answered a question. Any thread. */
  void granted(String nonce) {
    if (term.granted(nonce)) {
      granted = true;
      everGranted = true;
      synchronized (answered) {
        answered.notifyAll();
      }
    }
  }

  /** The attempt is over: nothing is asked and nothing is ended any more. */
  void close() {
    ScheduledFuture<?> current = looking;
    if (current != null) {
      current.cancel(false);
    }
  }

  private boolean isHeld() {
    return term.left().compareTo(Duration.ZERO) > 0;
  }

  private void look() {
    try {
      Duration left = term.left();
      if (holder.works()) {
        watch(left);
      } else if (!warned
          && !everGranted
          && System.nanoTime() - began > FIRST_ANSWER_MAX.toNanos()) {
        warned = true;
        holder.endsSoon();
      }
      ask();
    } catch (RuntimeException | Error e) {
      // an error here must not end the watch unseen
      holder.isOver();
    }
  }

  private void watch(Duration left) {
    if (left.compareTo(Duration.ZERO) <= 0) {
      holder.isOver();
    } else if (left.compareTo(endGrace) <= 0 && !warned) {
      warned = true;
      holder.endsSoon();
    }
  }

  /** Four times a lease while answers come; while none comes, soon, and then ever less often. */
  private void ask() {
    long now = System.nanoTime();
    if (granted) {
      granted = false;
      unanswered = 0;
      nextQuestion = now + length.dividedBy(4).toNanos();
    }
    if (now - nextQuestion >= 0) {
      if (unanswered == WORRYING) {
        LOG.log(
            Level.WARNING,
            "task {0} gets no answer about its lease, of which {1} is left",
            taskId,
            term.left());
      }
      questions.accept(term.ask());
      long longest = length.dividedBy(QUESTIONS_A_LEASE).toNanos();
      nextQuestion = now + Math.min(longest, lookEvery.toNanos() << Math.min(unanswered, 10));
      unanswered++;
    }
  }
}
