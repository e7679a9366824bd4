package io.ejc.internal.execute;

/** The ways out of this process. Threads of user code do not keep it alive. */
interface Exit {

  /** Ends the process in order: shutdown hooks of user code run. */
  void orderly();

  /**
   * Ends the process now, whatever runs in it.
   *
   * @param status why, as a number
   * @param why why, as a sentence
   */
  void halt(ExitStatus status, String why);
}
