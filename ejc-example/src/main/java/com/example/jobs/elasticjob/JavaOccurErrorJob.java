package com.example.jobs.elasticjob;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Fails, by hand only. Its items are FAILED here, where ElasticJob's default lost that. */
@ElasticJob(
    name = "javaOccurErrorJob",
    shardingTotalCount = 3,
    shardingItemParameters = "0=Beijing,1=Shanghai,2=Guangzhou",
    errorHandler = "LOG",
    cpuCount = 0.1,
    memoryMB = 16)
public final class JavaOccurErrorJob implements SimpleJob {

  /** For the executor. */
  public JavaOccurErrorJob() {}

  @Override
  public void execute(final ShardingContext shardingContext) {
    throw new RuntimeException(
        String.format("nothing works in %s today", shardingContext.getShardingParameter()));
  }
}
