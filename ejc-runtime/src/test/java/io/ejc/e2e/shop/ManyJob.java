package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.Placement;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** More items than threads of a machine, each with a line of output of its own. */
@ElasticJob(
    name = "many",
    shardingTotalCount = 200,
    jobParameter = "${shop.journal}",
    cpuCount = 0.01,
    memoryMB = 1,
    placement = Placement.PACK)
public final class ManyJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    System.out.println("item " + context.getShardingItem());
    Journal.write(context, "ran");
  }
}
