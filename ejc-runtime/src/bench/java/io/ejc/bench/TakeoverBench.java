package io.ejc.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Fact;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.localcluster.EmbeddedZooKeeper;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.RunId;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StoreException;
import io.ejc.internal.zookeeper.ZooKeeperClient;
import io.ejc.internal.zookeeper.ZooKeeperRunStore;
import io.ejc.internal.zookeeper.ZooKeeperSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * What a takeover costs after the session of the last leader has ended: the epoch, reading all
 * records, and the state rebuilt. The server is in this JVM, on loopback.
 *
 * <p>{@code bench.runs} is the number of active runs, each with one launched item, by default
 * 10,000.
 */
public final class TakeoverBench {

  private static final int JOBS = 100;
  private static final int TIMES = 7;

  private TakeoverBench() {}

  public static void main(String[] args) throws IOException, StoreException {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
    int runs = Integer.getInteger("bench.runs", 10_000);
    Path directory = Files.createTempDirectory("ejc-takeover-bench");
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0);
        ZooKeeperClient client =
            ZooKeeperClient.connect(ZooKeeperSettings.of(server.connectString(), "/ejc/bench"))) {
      fill(client, runs);
      long[] millis = new long[TIMES];
      for (int i = 0; i < TIMES; i++) {
        long began = System.nanoTime();
        StoredState stored = new StateRecords().restore(new ZooKeeperRunStore(client).takeOver());
        int found = ClusterState.restore(stored).allRuns().size();
        millis[i] = Duration.ofNanos(System.nanoTime() - began).toMillis();
        if (found != runs) {
          throw new IllegalStateException("runs: " + found + " (expected: " + runs + ")");
        }
      }
      long first = millis[0];
      Arrays.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "takeover: active_runs=%d first_ms=%d median_ms=%d%n",
          runs,
          first,
          millis[TIMES / 2]);
    }
  }

  private static void fill(ZooKeeperClient client, int runs) throws StoreException {
    ZooKeeperRunStore store = new ZooKeeperRunStore(client);
    var unused = store.takeOver();
    StateRecords records = new StateRecords();
    ClusterState state = ClusterState.restore(StoredState.EMPTY);
    Instant now = InstantSource.system().instant();
    for (int i = 0; i < runs; i++) {
      JobDefinition job = job("job-" + i % JOBS);
      if (i < JOBS) {
        state.apply(new Fact.JobRegistered(job, 1, now));
      }
      RunId run = RunId.manual(job.name(), 1, "run-" + i);
      state.apply(new Fact.RunCreated(run, job, now, now, false));
      state.apply(intended(run, i / JOBS + 1L, now));
      if (i % JOBS == JOBS - 1 || i == runs - 1) {
        store.commit(records.changes(state, state.drainTouched()));
      }
    }
  }

  private static Fact intended(RunId run, long token, Instant now) {
    AttemptId attempt = new AttemptId(run, 0, 1);
    Carrier carrier =
        Carrier.intended(
            new CarrierId(run.job(), token),
            new FrameworkId("f"),
            attempt,
            new AgentId("agent-" + token % 50),
            new ExecutorId("ejc.shared.0123456789ab"),
            64,
            new TreeMap<>(),
            null);
    return new Fact.AttemptIntended(
        attempt, token, new BundleId("b"), carrier, "agent.example.com", now);
  }

  private static JobDefinition job(String name) {
    return new JobDefinition(
        new JobName(name),
        "com.example.Job",
        "",
        new JobDefinition.Schedule(
            "",
            ZoneId.of("UTC"),
            JobDefinition.Misfire.FIRE_ONCE,
            Duration.ofDays(1),
            JobDefinition.DstGap.AUTO,
            JobDefinition.DstOverlap.AUTO),
        new JobDefinition.Sharding(1, new TreeMap<>(), ""),
        new JobDefinition.Requirements(
            new Resources(500, 128, 0, 0), JobDefinition.Isolation.SHARED),
        new JobDefinition.Failover(true, Duration.ofMinutes(5)),
        new JobDefinition.Retry(0, Duration.ofSeconds(10), Duration.ofMinutes(10)),
        JobDefinition.Overlap.QUEUE,
        Duration.ZERO,
        JobDefinition.Limits.NONE,
        JobDefinition.Placement.ANYWHERE,
        Duration.ofSeconds(10),
        true);
  }
}
