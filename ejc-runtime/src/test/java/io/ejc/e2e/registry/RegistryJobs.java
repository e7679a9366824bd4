package io.ejc.e2e.registry;

import io.ejc.api.ElasticJob;
import io.ejc.api.JobParameter;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Jobs that tell by their failure what they were given. */
public final class RegistryJobs {

  private RegistryJobs() {}

  /** What a job was given. */
  public static final class Told extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Told(String what) {
      super(what);
    }
  }

  /** Declared, and by hand. */
  @ElasticJob(name = "declared", jobParameter = "annotated")
  public static final class Declared implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      throw new Told(context.getJobParameter());
    }
  }

  /** Without an annotation. */
  public static final class FromCode implements SimpleJob {
    @Override
    public void execute(ShardingContext context) {
      throw new Told(context.getShardingItem() + " " + context.getJobParameter());
    }
  }

  /** A method that only EJC calls, with a parameter that must be a number. */
  @SuppressWarnings("DoNotCallSuggester")
  @ElasticJob(name = "method", jobParameter = "1")
  public static void method(@JobParameter int number) {
    throw new Told("number " + number);
  }
}
