package io.ejc.bench;

import io.ejc.api.ElasticJob;
import io.ejc.api.Isolation;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;

/** As {@link DispatchJob}, each time in a JVM of its own. */
@ElasticJob(
    name = "cold",
    isolation = Isolation.PROCESS,
    jobParameter = "${bench.port}",
    cpuCount = 0.1,
    memoryMB = 64,
    description = "measured by StartBench")
public final class ColdJob implements SimpleJob {

  @Override
  public void execute(ShardingContext context) throws IOException {
    DispatchJob.tell(context);
  }
}
