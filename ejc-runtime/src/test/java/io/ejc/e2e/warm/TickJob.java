package io.ejc.e2e.warm;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Says by its failure in which process it ran. */
@ElasticJob(name = "tick", cron = "0/15 * * * * ?")
public final class TickJob implements SimpleJob {

  /** The process. */
  public static final class RanIn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RanIn(long process) {
      super(Long.toString(process));
    }
  }

  @Override
  public void execute(ShardingContext context) {
    throw new RanIn(ProcessHandle.current().pid());
  }
}
