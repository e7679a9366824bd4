package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.Isolation;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** An item with a JVM of its own. */
@ElasticJob(
    name = "own-process",
    shardingTotalCount = 2,
    isolation = Isolation.PROCESS,
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 48)
public final class ProcessJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    Journal.write(context, "ran heap=" + (Runtime.getRuntime().maxMemory() >> 20));
  }
}
