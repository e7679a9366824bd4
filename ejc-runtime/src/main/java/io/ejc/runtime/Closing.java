package io.ejc.runtime;

import io.ejc.api.EjcException;
import io.ejc.internal.core.Call.Result;
import io.ejc.internal.engine.Scheduler;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to running items when a host closes, and the words for it.
 *
 * @param local whether the cluster ends with this host
 * @param teardown whether closing ends the framework
 */
record Closing(boolean local, boolean teardown) {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");
  private static final Duration TEARDOWN_WAIT = Duration.ofSeconds(30);

  /** Says what becomes of running items; with teardown, sees to it. */
  void begins(String name, Optional<Scheduler> scheduler, boolean tornDown) {
    if (tornDown) {
      log.info("ejc[{}] closing: all items ended with the framework", name);
      return;
    }
    log.info("ejc[{}] closing: {}", name, scheduler.map(this::words).orElse("nothing was started"));
    if (teardown && scheduler.isPresent()) {
      try {
        teardown(name, scheduler.get());
      } catch (EjcException e) {
        log.warn("ejc[{}] closes without teardown: {}", name, e.getMessage());
      }
    }
  }

  private String words(Scheduler scheduler) {
    long running = 0;
    long runs = 0;
    for (Run run : scheduler.view().runs()) {
      long ofRun = run.items().stream().filter(Closing::isOnTheCluster).count();
      running += ofRun;
      runs += ofRun > 0 ? 1 : 0;
    }
    if (running == 0) {
      return "no item runs";
    }
    String items = "running items: " + running + " of " + (runs == 1 ? "1 run" : runs + " runs");
    if (teardown) {
      return items + ", which end with the framework";
    }
    return local
        ? items + ", which end with the local cluster and are tried again at the next start"
        : items + ", which go on; a standby or the next start settles them";
  }

  private static boolean isOnTheCluster(Item item) {
    return item.state() == ItemState.LAUNCHED || item.state() == ItemState.RUNNING;
  }

  /**
   * Ends the framework.
   *
   * @throws EjcException when it could not be ended, or nobody confirmed it in time
   */
  static void teardown(String name, Scheduler scheduler) {
    try {
      Result result = scheduler.teardown().get(TEARDOWN_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (result instanceof Result.Refused refused) {
        throw new EjcException(refused.message());
      }
      log.info("ejc[{}] the framework has ended", name);
    } catch (TimeoutException e) {
      throw new EjcException(
          "the Mesos master did not confirm the teardown within "
              + TEARDOWN_WAIT.toSeconds()
              + " s; it is told again as long as this host leads, and at the next start",
          e);
    } catch (ExecutionException e) {
      throw new EjcException("the teardown failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EjcException("interrupted while the teardown was under way", e);
    }
  }
}
