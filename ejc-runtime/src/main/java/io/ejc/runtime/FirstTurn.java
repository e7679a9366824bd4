package io.ejc.runtime;

import io.ejc.internal.engine.Problem;
import io.ejc.internal.engine.Scheduler;
import io.ejc.internal.record.CannotLeadException;
import io.ejc.internal.record.StoreException;
import io.ejc.internal.zookeeper.ZooKeeperLeadership;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wait of a start for its host to lead.
 *
 * @param settings what is in force
 * @param scheduler the scheduler, started
 * @param leadership tells who leads
 */
record FirstTurn(Settings settings, Scheduler scheduler, ZooKeeperLeadership leadership) {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");
  private static final Duration SOON = Duration.ofSeconds(3);

  /** A host that does not lead is a standby; that is a state, not a failure. */
  void await() throws StoreException, InterruptedException {
    try {
      if (leads(SOON)) {
        return;
      }
      Duration session = settings.zookeeper().sessionTimeout();
      String ended = ", or ended without a word less than " + session.toSeconds() + " s ago";
      tell("waits to lead", leader() + " leads" + ended);
      if (!leads(session.plus(SOON))) {
        tell("stands by", leader() + " leads");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CannotLeadException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("the scheduler did not start", e.getCause());
    }
  }

  /** A host that is to lead and cannot does not wait for another one. */
  private void tell(String what, String because) {
    Optional<Problem> hindrance = scheduler.hindrance();
    if (hindrance.isPresent()) {
      log.warn("ejc[{}] {}: {}", settings.name(), what, hindrance.get().reason());
    } else {
      log.info("ejc[{}] {}: {}", settings.name(), what, because);
    }
  }

  private boolean leads(Duration within) throws InterruptedException, ExecutionException {
    try {
      scheduler.leading().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private String leader() {
    try {
      return leadership.leader().orElse("nobody yet");
    } catch (StoreException e) {
      return "another host (" + e.getMessage() + ")";
    }
  }
}
