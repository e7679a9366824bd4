package io.ejc.internal.execute;

import java.util.Optional;

/**
 * What the attempts of one process share of it.
 *
 * @param id its process id, for people
 * @param outputs where they print
 * @param threads the threads of its jobs
 * @param start how it started
 * @param files what it keeps open outside the sandbox; none where it is not the executor's own
 */
record ThisProcess(
    long id, TaskOutputs outputs, JobThreads threads, StartClock start, Optional<HeldFiles> files) {

  /** One whose attempts print into its own streams. */
  static ThisProcess printsTogether(long id) {
    StartClock start = StartClock.ofThisProcess(ExecutorMain.CLOCK);
    return new ThisProcess(id, TaskOutputs.together(), new JobThreads(), start, Optional.empty());
  }

  /** The last item of a job has ended: says what it has left behind. */
  void tellLeft(String job) {
    threads.tellLeft(job);
    files.ifPresent(HeldFiles::tell);
  }
}
