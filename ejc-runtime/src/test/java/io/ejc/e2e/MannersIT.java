package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What user code does to its JVM, and what an agent makes of it. */
class MannersIT {

  private static final String JOURNAL = "shop.journal";
  private static final String TICK = "shop.tick";

  @TempDir private static Path directory;
  private static Evidence evidence;
  private static ClusterUnderTest cluster;
  private static Ejc ejc;

  @BeforeAll
  static void startClusterAndHost() {
    evidence = new Evidence(directory.resolve("journal.txt"));
    System.setProperty(JOURNAL, evidence.file().toString());
    System.setProperty(TICK, "0 0 0 1 1 ?");
    cluster =
        ClusterUnderTest.open(
            LocalCluster.builder()
                .directory(directory.resolve("cluster"))
                .agents(1)
                .timings(LocalClusterTimings.MESOS.withAllocationInterval(Duration.ofMillis(100))));
    List<String> args =
        new ArrayList<>(
            List.of(
                "--ejc.name=" + cluster.name("manners"),
                "--ejc.scan.packages=io.ejc.e2e.manners,io.ejc.e2e.shop",
                "--ejc.mesos.master=" + cluster.master(),
                "--ejc.zookeeper.servers=" + cluster.zookeeper(),
                "--ejc.serve.port=0",
                "--ejc.advertise.address=127.0.0.1",
                "--ejc.bundle.dir=" + directory.resolve("bundle"),
                "--ejc.executor.java=" + ClusterUnderTest.java()));
    Hosts.EXECUTOR_OPTIONS.forEach(option -> args.add(option.replaceFirst("^-D", "--")));
    ejc = Ejc.run(ShopMain.class, args.toArray(String[]::new));
  }

  @AfterAll
  static void endAll() {
    System.clearProperty(JOURNAL);
    System.clearProperty(TICK);
    try (ClusterUnderTest last = cluster) {
      assertThat(last.master()).isNotEmpty();
      if (ejc != null) {
        ejc.close();
      }
    }
  }

  @Test
  void an_item_that_ends_the_jvm_has_failed_and_a_neighbour_is_tried_again() throws Exception {
    RunView neighbour = ejc.trigger("gated", "neighbour");
    Line before = evidence.await(neighbour.id(), "waits", 1).get(0);

    RunView run = ended("exits");

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(attempts(run)).hasSize(1);
    assertThat(last(run).outcome()).isEqualTo("FAILED");
    assertThat(last(run).failure().orElseThrow().message())
        .startsWith("user code ended the JVM by System.exit");
    // on a named cluster it may be on the other agent
    int waits = shared(before) ? 2 : 1;
    evidence.await(neighbour.id(), "waits", waits).get(waits - 1).openGate();
    RunView survivor = ended(neighbour);
    assertThat(survivor.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(attempts(survivor)).hasSize(waits);
  }

  private static boolean shared(Line neighbour) {
    return !ClusterUnderTest.isNamed()
        || ProcessHandle.of(neighbour.number("pid")).filter(ProcessHandle::isAlive).isEmpty();
  }

  @Test
  void a_full_stack_is_a_failure_and_nothing_more() throws Exception {
    RunView run = ended("recurses");

    assertThat(last(run).outcome()).isEqualTo("FAILED");
    assertThat(last(run).failure().orElseThrow().exceptionClass())
        .isEqualTo("java.lang.StackOverflowError");
    assertThat(ended("modest").state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void a_full_heap_is_a_failure_and_the_next_run_has_a_fresh_one() throws Exception {
    RunView run = ended("hoards");

    assertThat(attempts(run)).hasSize(1);
    assertThat(last(run).outcome()).isEqualTo("FAILED");
    assertThat(last(run).failure().orElseThrow().exceptionClass())
        .isEqualTo("java.lang.OutOfMemoryError");
    assertThat(ended("modest").state()).isEqualTo(RunState.SUCCEEDED);
  }

  private static RunView ended(String job) throws Exception {
    return ended(ejc.trigger(job));
  }

  private static RunView ended(RunView run) throws Exception {
    return ejc.whenEnded(run.id()).get(ChildJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static List<AttemptView> attempts(RunView run) {
    return run.items().get(0).attempts();
  }

  private static AttemptView last(RunView run) {
    return attempts(run).get(attempts(run).size() - 1);
  }
}
