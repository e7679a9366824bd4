package io.ejc.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.record.InMemoryRunStore;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import io.ejc.internal.zookeeper.ZooKeeperClient;
import io.ejc.internal.zookeeper.ZooKeeperRunStore;
import io.ejc.internal.zookeeper.ZooKeeperSettings;
import io.ejc.testing.TestZooKeeper;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.LoggerFactory;

/**
 * What the store costs: how much is written for the updates of a large run, and how long a new
 * leader takes from reading the store to being ready. With the store in memory, and with a real
 * ZooKeeper server in this JVM.
 */
public final class StoreBench {

  private static final int ITEMS = 10_000;
  private static final int JOBS = 100;
  private static final int RUNS_OF_JOB = 100;
  private static final int ITEMS_OF_RUN = 2;

  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR);
    }
    restart("memory", new InMemoryRunStore());
    Path directory = Files.createTempDirectory("ejc-store-bench");
    try (TestZooKeeper server = TestZooKeeper.start(directory)) {
      try (ZooKeeperClient client = client(server, "/ejc/restart")) {
        restart("zookeeper", new ZooKeeperRunStore(client));
      }
      for (String order : List.of("launch", "random")) {
        String root = "/ejc/updates-" + order;
        try (ZooKeeperClient client = client(server, root)) {
          updates(server, root, order, new CountingStore(new ZooKeeperRunStore(client)));
        }
      }
    }
  }

  private static ZooKeeperClient client(TestZooKeeper server, String root) throws StoreException {
    return ZooKeeperClient.connect(ZooKeeperSettings.of(server.address(), root));
  }

  /** Started and finished, for every item. */
  private static void updates(TestZooKeeper server, String root, String order, CountingStore store)
      throws Exception {
    JobDefinition job = Jobs.job("large").items(ITEMS).needs(0.001, 1).build();
    BenchHost host = new BenchHost(store);
    host.lead(List.of(job));
    host.turn(new Event.TriggerRequested("q", job.name(), Optional.of("k")));
    while (host.launches().size() < ITEMS) {
      host.offer();
    }
    List<Event> started = events(host, order, TaskState.RUNNING, AttemptReport.Kind.STARTED);
    List<Event> finished = events(host, order, TaskState.FINISHED, AttemptReport.Kind.SUCCEEDED);
    long multisBefore = multis(server, root);
    long bytesBefore = store.bytes();
    long began = System.nanoTime();
    host.turn(started);
    host.turn(finished);
    System.out.printf(
        Locale.ROOT,
        "store: updates=%d items=%d multis=%d bytes=%d ms=%d order=%s%n",
        started.size() + finished.size(),
        ITEMS,
        multis(server, root) - multisBefore,
        store.bytes() - bytesBefore,
        Duration.ofNanos(System.nanoTime() - began).toMillis(),
        order);
  }

  private static List<Event> events(
      BenchHost host, String order, TaskState state, AttemptReport.Kind kind) {
    List<Event> events = new ArrayList<>();
    for (TaskLaunch launch : host.launches()) {
      AttemptReport told = new AttemptReport(launch.payload().attempt(), kind, "", "", 4_711);
      events.add(
          new Event.TaskReported(
              1,
              new TaskReport(
                  launch.carrier().toString(),
                  state,
                  "",
                  true,
                  "",
                  Optional.of(launch.agent()),
                  Optional.of(launch.carrier() + "-" + state),
                  Optional.of(told))));
    }
    if (order.equals("random")) {
      Collections.shuffle(events, new Random(1));
    }
    return events;
  }

  /** The store numbers its requests in one node: epoch and number. */
  private static long multis(TestZooKeeper server, String root) throws Exception {
    try (ZooKeeper client = new ZooKeeper(server.address(), 5_000, event -> {})) {
      byte[] mark = client.getData(root + "/commit", false, null);
      return Long.parseLong(new String(mark, StandardCharsets.UTF_8).split(":", -1)[1]);
    }
  }

  private static void restart(String what, RunStore store) throws Exception {
    List<JobDefinition> jobs =
        IntStream.range(0, JOBS)
            .mapToObj(
                i ->
                    Jobs.job("job" + i)
                        .items(ITEMS_OF_RUN)
                        .needs(0.001, 1)
                        .concurrentRuns(RUNS_OF_JOB)
                        .build())
            .toList();
    BenchHost before = new BenchHost(store);
    before.lead(jobs);
    List<Event> triggers = new ArrayList<>();
    for (int run = 0; run < RUNS_OF_JOB; run++) {
      for (int job = 0; job < JOBS; job++) {
        triggers.add(
            new Event.TriggerRequested("q", new JobName("job" + job), Optional.of("k" + run)));
      }
    }
    before.turn(triggers);
    int items = JOBS * RUNS_OF_JOB * ITEMS_OF_RUN;
    while (before.launches().size() < items) {
      before.offer();
    }
    before.turn(events(before, "launch", TaskState.RUNNING, AttemptReport.Kind.STARTED));
    CountingStore counted = new CountingStore(store);
    long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long began = System.nanoTime();
    BenchHost after = new BenchHost(counted);
    after.lead(jobs);
    System.out.printf(
        Locale.ROOT,
        "restart: runs=%d items=%d read_ms=%d ready_ms=%d cpu_ms=%d store=%s%n",
        JOBS * RUNS_OF_JOB,
        items,
        counted.reading().toMillis(),
        Duration.ofNanos(System.nanoTime() - began).toMillis(),
        Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore)
            .toMillis(),
        what);
  }
}
