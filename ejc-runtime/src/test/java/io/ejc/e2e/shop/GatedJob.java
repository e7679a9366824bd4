package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Works until the gate is opened. */
@ElasticJob(
    name = "gated",
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16,
    failoverAfter = "2s")
public final class GatedJob implements SimpleJob {

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
