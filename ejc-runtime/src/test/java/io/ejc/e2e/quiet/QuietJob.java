package io.ejc.e2e.quiet;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Does nothing, when asked to. */
@ElasticJob(name = "quiet", cpuCount = 0.5, memoryMB = 16)
public final class QuietJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    // only that it was placed matters
  }
}
