package io.ejc.internal.execute;

import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import io.ejc.api.spi.JobFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives every attempt the same script. */
final class ScriptedJobs implements JobFactory {

  /** What the job does. */
  interface Script {
    void run(ShardingContext context) throws Throwable;
  }

  /** The job's class. */
  static final class Job implements SimpleJob {
    private final Script script;

    Job(Script script) {
      this.script = script;
    }

    @Override
    public void execute(ShardingContext context) throws Exception {
      try {
        script.run(context);
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError("scripts throw exceptions or errors", e);
      }
    }
  }

  final List<Object> released = new CopyOnWriteArrayList<>();
  private final Script script;

  ScriptedJobs(Script script) {
    this.script = script;
  }

  @Override
  public <T> T create(Class<T> jobClass) {
    return jobClass.cast(new Job(script));
  }

  @Override
  public void close() {}

  @Override
  public void release(Object job) throws Exception {
    released.add(job);
    throw new IllegalStateException("a release that fails has no effect");
  }
}
