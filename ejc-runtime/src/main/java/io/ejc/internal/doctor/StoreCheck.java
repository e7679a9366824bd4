package io.ejc.internal.doctor;

import io.ejc.internal.engine.ClockWatch;
import io.ejc.internal.engine.Clocks;
import io.ejc.internal.record.CannotLeadException;
import io.ejc.internal.record.StoreException;
import io.ejc.internal.zookeeper.ServerProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks at ZooKeeper: who answers, how long a write takes, and how far the clocks are apart. */
final class StoreCheck {

  private static final int WRITES = 5;

  /** A commit waits for one write; slower ones are felt in every launch. */
  private static final Duration SLOW = Duration.ofMillis(100);

  private final Patient.Servers zookeeper;
  private final Clocks clocks;

  StoreCheck(Patient.Servers zookeeper, Clocks clocks) {
    this.zookeeper = zookeeper;
    this.clocks = clocks;
  }

  List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(servers());
    try {
      findings.add(latency());
      findings.add(skew());
    } catch (StoreException e) {
      findings.add(
          Finding.fatal(
              "ZooKeeper: " + e.getMessage(),
              "see whether the ensemble has a leader and whether ejc.zookeeper.credentials may"
                  + " write"));
    }
    return findings;
  }

  private Finding servers() {
    List<String> deaf = ServerProbe.deaf(zookeeper.servers(), zookeeper.patience());
    String what = "ZooKeeper servers: " + zookeeper.servers();
    return deaf.isEmpty()
        ? Finding.ok(what + " (all accept connections)")
        : Finding.warning(
            what + " (expected: all accept connections; these do not: " + deaf + ")",
            "start them, or correct ejc.zookeeper.servers");
  }

  private Finding latency() throws StoreException {
    long[] nanos = new long[WRITES];
    for (int i = 0; i < WRITES; i++) {
      long before = clocks.nanos().getAsLong();
      clocks.store().instant();
      nanos[i] = clocks.nanos().getAsLong() - before;
    }
    Arrays.sort(nanos);
    Duration median = Duration.ofNanos(nanos[WRITES / 2]);
    String what =
        "ZooKeeper write: "
            + median.toMillis()
            + " ms, the median of "
            + WRITES
            + " (expected: at most "
            + SLOW.toMillis()
            + " ms)";
    return median.compareTo(SLOW) <= 0
        ? Finding.ok(what)
        : Finding.warning(
            what,
            "every launch waits for one such write: give ZooKeeper's transaction log a disk of its"
                + " own, and servers that are near");
  }

  /** A host with a wrong clock may stand by, so this alone does not keep it from starting. */
  private Finding skew() throws StoreException {
    try {
      new ClockWatch(clocks).check();
      return Finding.ok(
          "clock of this host: not more than "
              + clocks.maxSkew().toMillis()
              + " ms from ZooKeeper's (expected: ejc.clock.maxSkew)");
    } catch (CannotLeadException e) {
      return Finding.warning(String.valueOf(e.getMessage()), "");
    }
  }
}
