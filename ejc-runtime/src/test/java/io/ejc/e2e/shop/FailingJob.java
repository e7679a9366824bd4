package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** One of three items fails. */
@ElasticJob(
    name = "failing",
    shardingTotalCount = 3,
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class FailingJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    if (context.getShardingItem() == 1) {
      throw new IllegalStateException("no rows for item 1");
    }
    Journal.write(context, "worked");
  }
}
