package io.ejc.internal.execute;

import java.nio.file.Path;

/**
 * What the attempts of one process share of it.
 *
 * @param id its process id, for people
 * @param outputs where they print
 * @param threads the threads of its jobs
 * @param start how it started
 * @param files what it keeps open outside the sandbox
 */
record ThisProcess(
    long id, TaskOutputs outputs, JobThreads threads, StartClock start, HeldFiles files) {

  /** One whose attempts print into its own streams. */
  static ThisProcess printsTogether(long id) {
    StartClock start = StartClock.ofThisProcess(ExecutorMain.CLOCK);
    HeldFiles files = new HeldFiles(Path.of(""));
    return new ThisProcess(id, TaskOutputs.together(), new JobThreads(), start, files);
  }

  /** The last item of a job has ended: says what it has left behind. */
  void tellLeft(String job) {
    threads.tellLeft(job);
    files.tell();
  }
}
