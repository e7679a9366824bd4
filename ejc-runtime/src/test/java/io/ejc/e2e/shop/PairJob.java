package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Two items, each with a gate. */
@ElasticJob(
    name = "pair",
    shardingTotalCount = 2,
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class PairJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws Exception {
    try {
      Gate.pass(context);
      Journal.write(context, "passed");
    } finally {
      Journal.write(context, "left");
    }
  }
}
