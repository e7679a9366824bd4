package io.ejc.internal.execute;

/**
 * What the attempts of one process share of it.
 *
 * @param id its process id, for people
 * @param outputs where they print
 * @param threads the threads of its jobs
 */
record ThisProcess(long id, TaskOutputs outputs, JobThreads threads) {

  /** One whose attempts print into its own streams. */
  static ThisProcess printsTogether(long id) {
    return new ThisProcess(id, TaskOutputs.together(), new JobThreads());
  }
}
