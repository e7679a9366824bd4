package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.e2e.HistoryChecker.Kind;
import io.ejc.e2e.HistoryChecker.Problem;
import io.ejc.e2e.cluster.ClusterMain;
import io.ejc.testing.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hosts, a cluster that is a process of its own, a frequent job, and faults that strike while
 * an item works. Afterwards user code's own history is compared with the ledger.
 *
 * <p>{@code -Dejc.chaos.minutes=M} goes on for at least that long, {@code -Dejc.chaos.seed=N}
 * chooses the order of the faults and how far into an item they strike.
 */
class ChaosIT {

  private static final String JOB = "frequent";
  private static final Duration FRESH = Duration.ofMillis(400);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final int SPARE_ROUNDS = 3;
  private static final int MINUTES = Integer.getInteger("ejc.chaos.minutes", 0);
  private static final long SEED = Long.getLong("ejc.chaos.seed", 1);

  @TempDir private Path directory;
  private final InstantSource clock = InstantSource.system();
  private final Random random = new Random(SEED);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private final List<Cut> cuts = new ArrayList<>();
  private final Told told = new Told(JOB);
  private ChildJvm cluster;
  private Chronicle chronicle;
  private StoredRecords records;
  private Pair hosts;

  /** An agent that was cut off for a while. */
  private record Cut(String agent, Instant from, Instant to) {
    boolean hit(Told.Try attempt) {
      return attempt.agent().equals(agent)
          && attempt.intended().isBefore(to)
          && attempt.ended().filter(ended -> ended.isBefore(from)).isEmpty();
    }
  }

  @AfterEach
  void endEverything() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothing_is_lost_or_doubled_whatever_strikes() {
    start();
    int rounds = rage();
    calm();

    List<Work> works = chronicle.works();
    Set<String> uncertain =
        told.tries().stream()
            .filter(attempt -> cuts.stream().anyMatch(cut -> cut.hit(attempt)))
            .map(Told.Try::task)
            .collect(Collectors.toCollection(HashSet::new));
    List<Problem> problems = HistoryChecker.check(works, told, uncertain);
    System.out.printf(
        "chaos: rounds=%d faults=%d (%s, each struck while an item ran) fires=%d runs=%d"
            + " attempts=%d lost=%d doubled=%d tokens_back=%d seed=%d%n",
        rounds,
        struck.values().stream().mapToInt(Integer::intValue).sum(),
        struck.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", ")),
        told.due().size(),
        told.fires().size(),
        works.size(),
        count(problems, Kind.LOST),
        count(problems, Kind.DOUBLED),
        count(problems, Kind.TOKEN),
        SEED);
    assertThat(problems).as(() -> "seed " + SEED + "\n" + hosts.said()).isEmpty();
    assertThat(struck).hasSize(Fault.values().length).allSatisfy((f, n) -> enough(n));
    assertThat(told.fires()).isNotEmpty();
  }

  private static void enough(int count) {
    assertThat(count).isGreaterThanOrEqualTo(wanted());
  }

  private static int wanted() {
    return MINUTES > 0 ? 5 : 1;
  }

  private static long count(List<Problem> problems, Kind kind) {
    return problems.stream().filter(problem -> problem.kind() == kind).count();
  }

  private void start() {
    Hosts processes = new Hosts();
    open.add(processes);
    ScratchApplication application =
        ScratchApplication.of(ClusterMain.class, directory.resolve("cluster"));
    cluster =
        processes.start(
            application,
            application.classPath(),
            List.of(),
            ClusterMain.class.getName(),
            directory.resolve("state").toString());
    int master = Integer.parseInt(cluster.awaitLine("(?m)^master: \\S+:(\\d+)/?$").group(1));
    int zookeeper = Integer.parseInt(cluster.awaitLine("(?m)^zookeeper: \\S+:(\\d+)$").group(1));
    Path journal = directory.resolve("journal.txt");
    chronicle = new Chronicle(journal);
    records = new StoredRecords("127.0.0.1:" + zookeeper, "chaos");
    hosts =
        new Pair(
            directory.resolve("shop"),
            journal,
            List.of(master, zookeeper),
            List.of(
                "-Dejc.name=chaos",
                "-Dejc.zookeeper.sessionTimeout=2s",
                "-Dejc.serve.port=0",
                "-Dejc.advertise.address=127.0.0.1",
                "-Dejc.failover.maxLosses=1000",
                "-Dejc.history.runsKept=200",
                "-Dshop.frequent=0/3 * * * * ?"));
    open.add(hosts);
    hosts.start();
  }

  /** Rounds of all faults, each round in another order. */
  private int rage() {
    Instant end = clock.instant().plus(Duration.ofMinutes(MINUTES));
    int rounds = 0;
    boolean more = true;
    while (more) {
      rounds++;
      List<Fault> order = new ArrayList<>(Arrays.asList(Fault.values()));
      Collections.shuffle(order, random);
      order.removeIf(fault -> MINUTES == 0 && struck.containsKey(fault));
      order.forEach(this::strikeAndRecover);
      boolean missing =
          Arrays.stream(Fault.values()).anyMatch(f -> struck.getOrDefault(f, 0) < wanted());
      more = clock.instant().isBefore(end) || (missing && rounds < wanted() + SPARE_ROUNDS);
    }
    return rounds;
  }

  private void strikeAndRecover(Fault fault) {
    Pair.Seat leader = hosts.leader();
    Work victim = awaitVictim();
    Instant at = strike(fault, leader, victim);
    Instant healed = clock.instant();
    await("fires go on after " + fault)
        .atMost(ChildJvm.PATIENCE)
        .until(() -> chronicle.works().stream().anyMatch(work -> work.began().isAfter(healed)));
    Work after = find(victim.task());
    boolean ran = fault.deadly() ? !after.finished() : after.around(at);
    if (ran) {
      struck.merge(fault, 1, Integer::sum);
    }
    told.add(records.read());
  }

  private Work find(String task) {
    return chronicle.works().stream()
        .filter(work -> work.task().equals(task))
        .findFirst()
        .orElseThrow();
  }

  /** Waits for an item that works and is so far into its work as chance will have it. */
  private Work awaitVictim() {
    Duration age = Duration.ofMillis(100L * random.nextInt(10));
    List<Work> found = new ArrayList<>();
    await("an item works")
        .atMost(ChildJvm.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              Instant now = clock.instant();
              chronicle.works().stream()
                  .filter(work -> !work.finished() && work.last().isAfter(now.minus(FRESH)))
                  .filter(work -> Duration.between(work.began(), work.last()).compareTo(age) >= 0)
                  .forEach(found::add);
              return !found.isEmpty();
            });
    return found.get(random.nextInt(found.size()));
  }

  /** Strikes, waits, and heals. */
  private Instant strike(Fault fault, Pair.Seat leader, Work victim) {
    Instant at = clock.instant();
    switch (fault) {
      case LEADER_KILLED -> {
        hosts.kill(leader);
        hosts.start(leader);
      }
      case LEADER_FROZEN -> {
        leader.host().signal("STOP");
        awaitUntil(clock.instant().plus(SILENCE));
        leader.host().signal("CONT");
      }
      case EXECUTOR_KILLED ->
          ProcessHandle.of(victim.process()).ifPresent(ProcessHandle::destroyForcibly);
      case MASTER_CUT -> leader.master().cut();
      case ZOOKEEPER_CUT -> leader.zookeeper().cut();
      case MASTER_SILENT -> silence(leader.master());
      case MASTER_SLOW -> slow(leader.master());
      case ZOOKEEPER_SLOW -> slow(leader.zookeeper());
      case MASTER_HALF_CLOSED -> leader.master().halfClose();
      case ZOOKEEPER_HALF_CLOSED -> leader.zookeeper().halfClose();
      case ZOOKEEPER_RESTARTED -> assertThat(cluster.ask("restart-zookeeper")).isEqualTo("done");
      case SESSION_EXPIRED -> silence(leader.zookeeper());
      case MASTER_REPLACED -> assertThat(cluster.ask("restart-master")).isEqualTo("done");
      case AGENT_LOST -> {
        at = loseAgent("disconnect", victim);
        cuts.add(new Cut(agent(victim), at, clock.instant()));
      }
      case AGENT_KILLED -> at = loseAgent("kill", victim);
    }
    return at;
  }

  private void silence(TcpProxy proxy) {
    proxy.holdRequests();
    proxy.swallowAnswers();
    awaitUntil(clock.instant().plus(SILENCE));
    proxy.cut();
  }

  private void slow(TcpProxy proxy) {
    proxy.delay(SLOW);
    awaitUntil(clock.instant().plus(SILENCE));
    proxy.delay(Duration.ZERO);
  }

  private Instant loseAgent(String how, Work victim) {
    told.add(records.read());
    int index = Integer.parseInt(agent(victim).substring("agent-".length())) - 1;
    Instant at = clock.instant();
    assertThat(cluster.ask(how + " " + index)).isEqualTo("done");
    awaitUntil(at.plus(SILENCE));
    assertThat(cluster.ask("reconnect " + index)).isEqualTo("done");
    return at;
  }

  private String agent(Work victim) {
    return told.attempt(victim.task()).map(Told.Try::agent).orElseThrow();
  }

  private void awaitUntil(Instant instant) {
    await("the fault lasts")
        .atMost(SILENCE.multipliedBy(2))
        .until(() -> clock.instant().isAfter(instant));
  }

  /** No faults any more: everything due must finish. */
  private void calm() {
    Instant begin = clock.instant();
    await("fires in the calm")
        .atMost(ChildJvm.PATIENCE)
        .until(
            () ->
                chronicle.works().stream()
                        .filter(work -> work.scheduled().isAfter(begin))
                        .map(Work::run)
                        .distinct()
                        .count()
                    > 2);
    assertThat(hosts.leader().host().ask("disable " + JOB)).isEqualTo("done");
    await("every run ends")
        .atMost(ChildJvm.PATIENCE.multipliedBy(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              told.add(records.read());
              return told.fires().stream().allMatch(Told.Fire::ended);
            });
    hosts.end();
    told.add(records.read());
  }
}
