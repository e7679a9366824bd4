package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Succeeds at the third attempt. */
@ElasticJob(
    name = "flaky",
    retries = 2,
    retryBackoff = "50ms",
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class FlakyJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    Journal.write(context, "tried");
    if (context.getAttempt() < 3) {
      throw new IllegalStateException("attempt " + context.getAttempt());
    }
  }
}
