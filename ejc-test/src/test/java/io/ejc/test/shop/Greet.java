package io.ejc.test.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** A job that only ends well when the application's property has arrived. */
@ElasticJob(
    name = "greet",
    shardingTotalCount = 2,
    jobParameter = "${greeting:none}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class Greet implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    if (!context.getJobParameter().equals("hello")) {
      throw new IllegalStateException("greeting: " + context.getJobParameter());
    }
  }
}
