package io.ejc.internal.engine;

/**
 * Who schedules: of all hosts of a namespace, one at a time.
 *
 * <p>The callbacks are called on a thread of the implementation.
 */
public interface Leadership extends AutoCloseable {

  /**
   * Begins to stand for leadership.
   *
   * @param candidate told when it leads and when it does so no more
   */
  void stand(Candidate candidate);

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
  }
}
