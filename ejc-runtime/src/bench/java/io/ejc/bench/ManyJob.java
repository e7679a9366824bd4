package io.ejc.bench;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;

/** As {@link DispatchJob}, in many items at once. */
@ElasticJob(
    name = "many",
    shardingTotalCount = 200,
    jobParameter = "${bench.port}",
    cpuCount = 0.01,
    memoryMB = 1,
    description = "measured by StartBench")
public final class ManyJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws IOException {
    DispatchJob.tell(context);
  }
}
