package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Four items, each with a gate, of which two may work at once. */
@ElasticJob(
    name = "crowd",
    shardingTotalCount = 4,
    maxParallelItems = 2,
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class CrowdJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws Exception {
    Gate.pass(context);
    Journal.write(context, "passed");
  }
}
