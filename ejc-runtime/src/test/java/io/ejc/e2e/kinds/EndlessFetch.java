package io.ejc.e2e.kinds;

import io.ejc.api.DataflowJob;
import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Fetches for ever. */
@ElasticJob(name = "endless-fetch", timeout = "500ms", cpuCount = 0.1, memoryMB = 16)
public final class EndlessFetch implements DataflowJob<String> {

  @Override
  public List<String> fetchData(ShardingContext context) throws Exception {
    new CountDownLatch(1).await();
    return List.of();
  }

  @Override
  public void processData(ShardingContext context, List<String> data) {}
}
