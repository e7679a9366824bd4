package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;

/** Writes down all that it is told, and where its classes came from. */
@ElasticJob(
    name = "report",
    description = "settlement by city",
    shardingTotalCount = 2,
    shardingItemParameters = "0=Beijing,1=Shanghai",
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16)
public final class ReportJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) {
    Journal.write(
        context,
        String.join(
            " ",
            "reported",
            "run=" + context.getRunId(),
            "of=" + context.getShardingTotalCount(),
            "parameter=" + context.getShardingParameter(),
            "cancelled=" + context.isCancelled(),
            "classpath=" + System.getProperty("java.class.path"),
            "directory=" + System.getProperty("user.dir"),
            "origin=" + origin(ReportJob.class),
            "api=" + origin(SimpleJob.class),
            "loader=" + Thread.currentThread().getContextClassLoader().getClass().getName()));
  }

  private static String origin(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }
}
