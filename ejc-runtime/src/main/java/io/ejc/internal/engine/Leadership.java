package io.ejc.internal.engine;

/**
 * Who schedules: of all hosts of a namespace, one at a time.
 *
 * <p>The callbacks are called on threads of the implementation.
 */
public interface Leadership extends AutoCloseable {

  /**
   * Begins to stand for leadership, for the first time or after {@link #withdraw}.
   *
   * @param candidate told when it leads and when it does so no more
   */
  void stand(Candidate candidate);

  /**
   * Gives leadership up, or stops standing for it, so that another host leads; the candidate is
   * told that it is deposed if it led.
   */
  void withdraw();

  /** Gives leadership up, or stops standing for it. */
  @Override
  void close();

  /** A host that stands for leadership. */
  interface Candidate {
    /** This host leads from now on. */
    void elected();

    /**
     * This host leads no more.
     *
     * @param reason why, for people
     */
    void deposed(String reason);

    /**
     * The connection on which leadership rests is broken, or there again. While it is broken nobody
     * knows whether this host still leads. Must not block.
     *
     * @param now whether it is broken
     */
    default void suspended(boolean now) {}
  }
}
