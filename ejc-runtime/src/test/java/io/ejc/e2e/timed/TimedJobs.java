package io.ejc.e2e.timed;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** A job for each trigger. They fail with what they were told, because the scheduler keeps that. */
public final class TimedJobs {

  private TimedJobs() {}

  /** Three times, a second apart. */
  @ElasticJob(
      name = "thrice",
      fixedRate = "1s",
      repeat = 3,
      maxConcurrentRuns = 3,
      cpuCount = 0.1,
      memoryMB = 16)
  public static final class Thrice extends Telling {}

  /** A second after it has ended. */
  @ElasticJob(name = "again", fixedDelay = "1s", cpuCount = 0.1, memoryMB = 16)
  public static final class Again extends Telling {}

  /** Once. */
  @ElasticJob(name = "soon", after = "1s", cpuCount = 0.1, memoryMB = 16)
  public static final class Soon extends Telling {}

  /** Once as well. */
  @ElasticJob(name = "then", at = "${timed.at}", cpuCount = 0.1, memoryMB = 16)
  public static final class Then extends Telling {}

  /** By hand. */
  @ElasticJob(name = "by-hand", jobParameter = "its own", cpuCount = 0.1, memoryMB = 16)
  public static final class ByHand extends Telling {}

  /** Says what it was told. */
  public abstract static class Telling implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      throw new IllegalStateException(
          context.getScheduledInstant() + " " + context.getJobParameter());
    }
  }
}
