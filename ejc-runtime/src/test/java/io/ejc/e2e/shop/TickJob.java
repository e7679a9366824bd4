package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Every second, where the host asks for it. */
@ElasticJob(
    name = "tick",
    cron = "${shop.tick:}",
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class TickJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    Journal.write(context, "ticked");
  }
}
