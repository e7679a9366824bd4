package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.JobAttributes;
import io.ejc.api.JobView;
import io.ejc.api.RunListener;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.e2e.timed.TimedJobs;
import io.ejc.runtime.local.LocalCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are due by other things than a cron, in one host, on a cluster with real executors. */
class TriggersIT {

  @TempDir private static Path directory;
  private static ClusterUnderTest cluster;
  private static Ejc ejc;
  private static final Queue<String> HEARD = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    cluster =
        ClusterUnderTest.open(
            LocalCluster.builder().directory(directory.resolve("cluster")).agents(1));
    ejc =
        Ejc.builder(TimedJobs.class)
            .property("timed.at", "2100-01-01T00:00:00Z")
            .args(
                "--ejc.name=" + cluster.name("timed"),
                "--ejc.mesos.master=" + cluster.master(),
                "--ejc.zookeeper.servers=" + cluster.zookeeper(),
                "--ejc.serve.port=0",
                "--ejc.advertise.address=127.0.0.1",
                "--ejc.bundle.dir=" + directory.resolve("bundle"),
                "--ejc.executor.java=" + ClusterUnderTest.java())
            .runListener(
                new RunListener() {
                  @Override
                  public void beforeRun(RunView run, boolean again) {
                    HEARD.add("before " + run.id() + " " + run.state() + " " + again);
                  }

                  @Override
                  public void afterRun(RunView run, boolean again) {
                    HEARD.add("after " + run.id() + " " + run.state() + " " + again);
                  }
                })
            .start();
  }

  @AfterAll
  static void end() throws Exception {
    try (ClusterUnderTest last = cluster) {
      assertThat(last.master()).isNotEmpty();
      if (ejc != null) {
        ejc.close();
      }
    }
  }

  /** The ended runs, oldest first, when there are so many. */
  private static List<RunView> ended(String job, int count) {
    await(job)
        .atMost(ChildJvm.PATIENCE)
        .until(() -> ejc.runs(job).stream().filter(TriggersIT::isOver).count() >= count);
    return ejc.runs(job).stream()
        .filter(TriggersIT::isOver)
        .sorted(Comparator.comparing(RunView::scheduledInstant))
        .toList();
  }

  private static boolean isOver(RunView run) {
    return run.state() != RunState.ACTIVE;
  }

  private static String told(RunView run) {
    List<AttemptView> attempts = run.items().get(0).attempts();
    return attempts.get(attempts.size() - 1).failure().orElseThrow().message();
  }

  @Test
  void a_rate_fires_as_often_as_it_may_and_each_run_knows_its_instant() {
    List<RunView> runs = ended("thrice", 1);
    await().atMost(ChildJvm.PATIENCE).until(() -> nextFire("thrice").isEmpty());

    JobView job = ejc.job("thrice").orElseThrow();
    assertThat(job.trigger()).isEqualTo("every PT1S");
    assertThat(ejc.runs("thrice")).hasSizeLessThanOrEqualTo(3);
    assertThat(ejc.runs("thrice"))
        .extracting(RunView::scheduledInstant)
        .allMatch(due -> due.equals(due.truncatedTo(ChronoUnit.SECONDS)))
        .doesNotHaveDuplicates();
    assertThat(told(runs.get(0))).startsWith(runs.get(0).scheduledInstant() + " ");
  }

  private static void listenersHeard(String run) {
    await("listeners")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> HEARD.stream().anyMatch(line -> line.startsWith("after " + run)));
    assertThat(HEARD.stream().filter(line -> line.contains(run)))
        .containsExactly("before " + run + " ACTIVE false", "after " + run + " FAILED false");
  }

  private static java.util.Optional<Instant> nextFire(String job) {
    return ejc.job(job).orElseThrow().nextFire();
  }

  @Test
  void a_pause_begins_with_the_end_of_the_run() {
    List<RunView> runs = ended("again", 3);

    for (int i = 1; i < runs.size(); i++) {
      Instant end = runs.get(i - 1).endedAt().orElseThrow().truncatedTo(ChronoUnit.MILLIS);
      assertThat(runs.get(i).scheduledInstant()).isEqualTo(end.plus(Duration.ofSeconds(1)));
    }
  }

  /** Not before the host is up: an instant before a job's registration is none of its. */
  private static Instant inAWhile() {
    return InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(5);
  }

  @Test
  void once_is_once() {
    RunView soon = ended("soon", 1).get(0);
    Instant then = inAWhile();
    ejc.registry().update("then", JobAttributes.of("at", then.toString()));
    RunView atThen = ended("then", 1).get(0);

    assertThat(told(atThen)).isEqualTo(then + " ");
    assertThat(atThen.scheduledInstant()).isEqualTo(then);
    assertThat(ejc.runs("soon")).extracting(RunView::id).containsExactly(soon.id());
    assertThat(nextFire("soon")).isEmpty();
    assertThat(nextFire("then")).isEmpty();
  }

  @Test
  void a_parameter_reaches_the_item() throws Exception {
    RunView first = ejc.trigger("by-hand", "k", "of March");
    RunView ended = ejc.whenEnded(first.id()).get(120, TimeUnit.SECONDS);

    assertThat(told(ended)).endsWith(" of March");
    assertThat(ended.jobParameter()).isEqualTo("of March");
    assertThat(ejc.trigger("by-hand", "k", "of April").id()).isEqualTo(first.id());
    listenersHeard(first.id());
    RunView own = ejc.trigger("by-hand", "own");
    assertThat(told(ejc.whenEnded(own.id()).get(120, TimeUnit.SECONDS))).endsWith(" its own");
    assertThatThrownBy(() -> ejc.trigger("by-hand", "long", "x".repeat(10_001)))
        .isInstanceOf(EjcException.class)
        .hasMessageContaining("parameter: 10001 characters (expected: at most 10000)");
  }
}
