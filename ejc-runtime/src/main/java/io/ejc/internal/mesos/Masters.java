package io.ejc.internal.mesos;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Knows which masters to ask. Any thread may use it. */
interface Masters extends AutoCloseable {

  /**
   * The masters to ask, one after another; done when there are any. The future is the caller's own
   * and may be cancelled.
   */
  CompletableFuture<List<URI>> toAsk();

  /**
   * Runs this once when those whom {@link #toAsk} gave are no more those to ask; at once when that
   * is so already.
   *
   * @param asked what it gave
   * @param outdated told the masters that take their place; none while nobody leads
   * @return forgets it
   */
  Runnable whenOutdated(List<URI> asked, Outdated outdated);

  /** Told that others are to be asked. */
  interface Outdated {
    /** Others are to be asked from now on, or nobody. */
    void by(List<URI> others);
  }

  /** Whether they are found in an election, which may not know yet that its leader has died. */
  boolean elected();

  /** Why there is nobody to ask, and what to do. */
  String whyNobody();

  @Override
  void close();
}
