package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Often, where the host asks for it; each item says all the time that it is alive. */
@ElasticJob(
    name = "frequent",
    cron = "${shop.frequent:}",
    shardingTotalCount = 3,
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 16,
    failoverAfter = "2s")
public final class FrequentJob implements SimpleJob {

  private static final int BEATS = 15;
  private static final long BEAT_MS = 100;

  @Override
  public void execute(ShardingContext context) throws Exception {
    Journal.write(context, "began");
    for (int i = 0; i < BEATS; i++) {
      if (new CountDownLatch(1).await(BEAT_MS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
      Journal.write(context, "beat");
    }
    Journal.write(context, "finished");
  }
}
