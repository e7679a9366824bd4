package io.ejc.internal.execute;

/** What running attempts can decide about the process they run in. Any thread. */
interface ProcessEnd {

  /** There will be no more work: end in order once the agent has stored every report. */
  void whenReported();

  /**
   * End at once; what runs is cut off, and the agent says so.
   *
   * @param status why, as a number
   * @param why why, as a sentence
   */
  void halt(ExitStatus status, String why);

  /**
   * End as soon as the reports at hand are sent, and in any case soon.
   *
   * @param status why, as a number
   * @param why why, as a sentence
   */
  void haltSoon(ExitStatus status, String why);
}
