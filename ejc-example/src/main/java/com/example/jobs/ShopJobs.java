package com.example.jobs;

import io.ejc.api.Ejc;
import io.ejc.api.RunView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the shop's jobs: on a cluster in this process, unless {@code ejc.mesos.master} names one.
 */
public final class ShopJobs {

  private static final Logger log = LoggerFactory.getLogger(ShopJobs.class);

  private ShopJobs() {}

  /**
   * Starts, and then shows a run by hand and a kill.
   *
   * @param args {@code --ejc.key=value} sets a key of EJC
   */
  public static void main(String[] args) {
    Ejc ejc = Ejc.run(ShopJobs.class, args);
    showTriggerAndKill(ejc);
  }

  private static void showTriggerAndKill(Ejc ejc) {
    CompletableFuture<Void> unused =
        CompletableFuture.supplyAsync(() -> ejc.trigger(ReindexSearch.NAME), inSeconds(12))
            .thenCompose(run -> CompletableFuture.runAsync(() -> kill(ejc, run), inSeconds(5)))
            .exceptionally(
                failure -> {
                  log.info("no run by hand and no kill this time: {}", failure.getMessage());
                  return null;
                });
  }

  private static void kill(Ejc ejc, RunView run) {
    log.info("killing item 1 of {}, item 0 goes on", run.id());
    ejc.kill(run.id(), 1);
  }

  private static Executor inSeconds(int seconds) {
    return CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
  }
}
