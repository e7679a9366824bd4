package io.ejc.e2e.shop;

import io.ejc.api.ElasticJob;
import io.ejc.api.Isolation;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.util.concurrent.CountDownLatch;

/** An exclusive item whose first attempt never ends by itself, whatever it is told. */
@ElasticJob(
    name = "alone",
    isolation = Isolation.PROCESS,
    exclusive = true,
    lease = "10s",
    failoverAfter = "1s",
    killGrace = "1s",
    jobParameter = "${shop.journal}",
    cpuCount = 0.1,
    memoryMB = 48)
public final class ExclusiveJob implements SimpleJob {

  private int interrupts;

  @Override
  public void execute(ShardingContext context) {
    Journal.write(context, "began");
    while (context.getAttempt() == 1 && interrupts >= 0) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupts++;
      }
    }
    Journal.write(context, "finished");
  }
}
