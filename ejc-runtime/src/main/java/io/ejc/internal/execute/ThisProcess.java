package io.ejc.internal.execute;

/**
 * What the attempts of one process share of it.
 *
 * @param id its process id, for people
 * @param outputs where they print
 * @param threads the threads of its jobs
 * @param start how it started
 */
record ThisProcess(long id, TaskOutputs outputs, JobThreads threads, StartClock start) {

  /** One whose attempts print into its own streams. */
  static ThisProcess printsTogether(long id) {
    StartClock start = StartClock.ofThisProcess(ExecutorMain.CLOCK);
    return new ThisProcess(id, TaskOutputs.together(), new JobThreads(), start);
  }
}
