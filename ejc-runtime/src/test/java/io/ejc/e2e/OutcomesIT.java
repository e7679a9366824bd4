package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.ItemState;
import io.ejc.api.ItemView;
import io.ejc.api.JobView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** How items end, on a cluster with real executors whose agents can be lost. */
class OutcomesIT {

  private static final String JOURNAL = "shop.journal";
  private static final String TICK = "shop.tick";
  private static final Duration IDLE_FOR = Duration.ofSeconds(5);
  private static final Duration IDLE_CPU = Duration.ofMillis(50);

  @TempDir private static Path directory;
  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static Evidence evidence;
  private static @Nullable LocalCluster local;
  private static ClusterUnderTest cluster;
  private static Ejc ejc;

  @BeforeAll
  static void startClusterAndHost() {
    evidence = new Evidence(directory.resolve("journal.txt"));
    System.setProperty(JOURNAL, evidence.file().toString());
    System.setProperty(TICK, "0 0 0 1 1 ?");
    cluster =
        ClusterUnderTest.isNamed() ? ClusterUnderTest.named() : ClusterUnderTest.of(startLocal());
    OPEN.add(cluster);
    ejc = host("outcomes");
    OPEN.add(ejc);
  }

  private static LocalCluster startLocal() {
    LocalCluster started =
        LocalCluster.builder()
            .directory(directory.resolve("cluster"))
            .timings(
                LocalClusterTimings.MESOS
                    .withAllocationInterval(Duration.ofMillis(100))
                    .withAgentPings(Duration.ofMillis(200), 3)
                    .withExecutorShutdownGrace(Duration.ofSeconds(2)))
            .start();
    OPEN.add(started);
    local = started;
    return started;
  }

  @AfterAll
  static void endAll() throws Exception {
    System.clearProperty(JOURNAL);
    System.clearProperty(TICK);
    for (int i = OPEN.size() - 1; i >= 0; i--) {
      OPEN.get(i).close();
    }
    List<Long> pids = evidence.lines().stream().map(line -> line.number("pid")).toList();
    if (ClusterUnderTest.isNamed()) {
      await("executors end").atMost(ChildJvm.PATIENCE).until(() -> ended(pids));
    }
    assertThat(ended(pids)).isTrue();
  }

  private static boolean ended(List<Long> pids) {
    return pids.stream()
        .noneMatch(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
  }

  @Test
  void an_item_is_told_all_about_itself() {
    RunView run = ended(ejc.trigger("report", "told"));

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    List<Line> lines = evidence.lines(run.id(), "reported");
    assertThat(lines).hasSize(2);
    for (Line line : lines) {
      ItemView item = run.items().get(Math.toIntExact(line.number("item")));
      AttemptView attempt = item.attempts().get(0);
      assertThat(line.task()).isEqualTo(attempt.taskId());
      assertThat(line.value("run")).isEqualTo(run.id());
      assertThat(line.value("job")).isEqualTo("report");
      assertThat(line.number("of")).isEqualTo(2);
      assertThat(line.value("parameter"))
          .isEqualTo(item.item() == 0 ? "Beijing" : "Shanghai")
          .isEqualTo(item.parameter().orElseThrow());
      assertThat(line.scheduled()).isEqualTo(run.scheduledInstant());
      assertThat(line.number("attempt")).isEqualTo(1).isEqualTo(attempt.number());
      assertThat(line.number("token")).isEqualTo(attempt.fencingToken());
      assertThat(line.value("cancelled")).isEqualTo("false");
    }
    assertThat(lines).extracting(line -> line.number("token")).doesNotHaveDuplicates();
    assertThat(ejc.job("report")).map(JobView::description).contains("settlement by city");
    assertThat(ejc.runs("report")).extracting(RunView::id).contains(run.id());
  }

  @Test
  void a_job_that_asks_for_an_executor_of_its_own_has_it_to_itself() {
    Line shared = only("told", ended(ejc.trigger("till", "own")));
    Line alone = only("told", ended(ejc.trigger("till-alone", "own")));
    Line plain = evidence.lines(ended(ejc.trigger("report", "plain")).id(), "reported").get(0);

    assertThat(shared.value("till")).isEqualTo("first,second");
    assertThat(shared.value("number") + shared.value("name")).isEqualTo("3it's");
    assertThat(alone.value("till")).isEqualTo("alone");
    assertThat(alone.value("number")).isEqualTo("null");
    assertThat(List.of(shared.number("pid"), alone.number("pid"), plain.number("pid")))
        .doesNotHaveDuplicates();
  }

  private static Line only(String event, RunView run) {
    List<Line> lines = evidence.lines(run.id(), event);
    assertThat(lines).as("%s of %s", event, run).hasSize(1);
    return lines.get(0);
  }

  @Test
  void a_job_that_throws_fails_its_item_alone() {
    RunView run = ended(ejc.trigger("failing", "throws"));

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.items())
        .extracting(ItemView::state)
        .containsExactly(ItemState.SUCCEEDED, ItemState.FAILED, ItemState.SUCCEEDED);
    ItemView failed = run.items().get(1);
    assertThat(failed.reason()).contains("java.lang.IllegalStateException: no rows for item 1");
    assertThat(failed.attempts().get(0).failure())
        .contains(new AttemptView.Failure("java.lang.IllegalStateException", "no rows for item 1"));
    assertThat(evidence.lines(run.id(), "worked")).hasSize(2);
  }

  @Test
  void a_job_that_throws_is_retried_as_often_as_it_says() {
    RunView run = ended(ejc.trigger("flaky", "retried"));

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.items().get(0).attempts())
        .extracting(AttemptView::outcome)
        .containsExactly("FAILED", "FAILED", "SUCCEEDED");
    List<Line> tries = evidence.lines(run.id(), "tried");
    assertThat(tries).extracting(line -> line.number("attempt")).containsExactly(1L, 2L, 3L);
    assertThat(tries).extracting(line -> line.number("token")).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void a_kill_ends_one_item_after_its_thread_has_ended() {
    RunView run = ejc.trigger("pair", "killed");
    List<Line> waiting = evidence.await(run.id(), "waits", 2);

    assertThat(ejc.kill(run.id(), 0)).isTrue();
    await("item 0 killed").until(() -> item(run, 0).state() == ItemState.KILLED);

    assertThat(evidence.lines(run.id(), "left"))
        .extracting(line -> line.number("item"))
        .containsExactly(0L);
    assertThat(evidence.lines(run.id(), "passed")).isEmpty();
    assertThat(item(run, 1).state()).isEqualTo(ItemState.RUNNING);
    assertThat(ejc.kill(run.id(), 0)).isFalse();
    waiting.stream().filter(line -> line.number("item") == 1).forEach(Line::openGate);
    RunView ended = ended(run);
    assertThat(ended.state()).isEqualTo(RunState.KILLED);
    assertThat(ended.items())
        .extracting(ItemView::state)
        .containsExactly(ItemState.KILLED, ItemState.SUCCEEDED);
  }

  @Test
  void an_isolated_item_has_a_process_and_a_heap_of_its_own() {
    RunView run = ended(ejc.trigger("own-process", "isolated"));

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    List<Line> lines = evidence.lines(run.id(), "ran");
    assertThat(lines).hasSize(2).extracting(line -> line.number("pid")).doesNotHaveDuplicates();
    assertThat(lines)
        .extracting(line -> line.number("heap"))
        .allMatch(heap -> heap > 40 && heap <= 48);
    await("processes of ended items end")
        .atMost(ChildJvm.PATIENCE)
        .until(
            () -> lines.stream().allMatch(line -> ProcessHandle.of(line.number("pid")).isEmpty()));
  }

  @Test
  void a_killed_executor_is_failed_over_with_a_higher_token() {
    RunView run = ejc.trigger("gated", "executor-lost");
    Line first = evidence.await(run.id(), "waits", 1).get(0);

    assertThat(ProcessHandle.of(first.number("pid")).orElseThrow().destroyForcibly()).isTrue();
    Line second = evidence.await(run.id(), "waits", 2).get(1);
    second.openGate();

    RunView ended = ended(run);
    assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.items().get(0).attempts())
        .extracting(AttemptView::outcome)
        .containsExactly("LOST", "SUCCEEDED");
    assertThat(second.number("token")).isGreaterThan(first.number("token"));
    assertThat(second.number("pid")).isNotEqualTo(first.number("pid"));
  }

  @Test
  void an_unreachable_agent_is_waited_for_before_another_takes_over() {
    ClusterUnderTest.mustBeLocal("it cuts an agent off");
    LocalCluster agents = Objects.requireNonNull(local);
    RunView run = ejc.trigger("gated", "agent-lost");
    Line first = evidence.await(run.id(), "waits", 1).get(0);
    String lost = item(run, 0).attempts().get(0).agentHost();
    int agent = Integer.parseInt(lost.substring("agent-".length())) - 1;

    agents.disconnectAgent(agent);
    try {
      await("it may still run").until(() -> outcomes(run).equals(List.of("UNCERTAIN")));
      Line second = evidence.await(run.id(), "waits", 2).get(1);
      assertThat(second.number("token")).isGreaterThan(first.number("token"));
      assertThat(item(run, 0).attempts().get(1).agentHost()).isNotEqualTo(lost);
      second.openGate();
      assertThat(ended(run).state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(outcomes(run)).containsExactly("LOST", "SUCCEEDED");
    } finally {
      agents.reconnectAgent(agent);
    }
    evidence.await(run.id(), "left", 2);
    assertThat(evidence.lines(run.id(), "passed"))
        .extracting(Line::task)
        .doesNotContain(first.task());
  }

  @Test
  void a_key_triggers_once_and_an_active_run_refuses_another() {
    RunView run = ejc.trigger("gated", "once");
    Line waiting = evidence.await(run.id(), "waits", 1).get(0);

    assertThat(ejc.trigger("gated", "once").id()).isEqualTo(run.id());
    assertThatThrownBy(() -> ejc.trigger("gated", "twice"))
        .isInstanceOf(EjcException.class)
        .hasMessage(
            "job gated has a run that has not ended: %s (overlap = SKIP); wait for its end or kill it",
            run.id());
    waiting.openGate();

    assertThat(ended(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ejc.trigger("gated", "once").id()).isEqualTo(run.id());
    assertThat(evidence.lines(run.id(), "waits")).hasSize(1);
    assertThatThrownBy(() -> ejc.trigger("nobody"))
        .isInstanceOf(EjcException.class)
        .hasMessageContaining("job: nobody (expected: a registered job)");
  }

  @Test
  void operators_disable_a_job_pause_everything_and_kill_a_whole_run() {
    ejc.disable("gated");
    assertThat(ejc.job("gated").map(JobView::enabled)).contains(false);
    assertThatThrownBy(() -> ejc.trigger("gated")).hasMessageContaining("disabled by an operator");
    ejc.enable("gated");

    ejc.pause();
    assertThat(ejc.paused()).isTrue();
    assertThatThrownBy(() -> ejc.trigger("gated")).hasMessageContaining("everything is paused");
    ejc.resume();

    RunView run = ejc.trigger("gated");
    evidence.await(run.id(), "waits", 1);
    assertThat(ejc.kill(run.id())).isTrue();

    assertThat(ended(run).state()).isEqualTo(RunState.KILLED);
    assertThat(evidence.lines(run.id(), "left")).hasSize(1);
    assertThat(ejc.kill(run.id())).isFalse();
    assertThat(ejc.killAll("gated")).isFalse();
  }

  @Test
  void an_agent_without_java_is_named_with_the_key_to_set() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger scheduler = (Logger) LoggerFactory.getLogger("io.ejc.scheduler");
    scheduler.addAppender(log);
    try (Ejc other =
        host("no-java", "--ejc.executor.java=/no/such/java", "--ejc.failover.maxLosses=1")) {
      RunView run = ended(other, other.trigger("flaky", "no-java"));

      assertThat(run.state()).isEqualTo(RunState.FAILED);
      ItemView item = run.items().get(0);
      assertThat(item.state()).isEqualTo(ItemState.LOST);
      assertThat(item.reason().orElseThrow())
          .startsWith("lost 2 times, at last: ")
          .contains("no usable java on the agent", "set ejc.executor.java");
    } finally {
      scheduler.detachAppender(log);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.matches("task flaky\\S+ lost on agent .*set ejc.executor.java.*"));
  }

  @Test
  void idle_scheduling_threads_use_no_measurable_cpu() throws InterruptedException {
    RunView unused = ended(ejc.trigger("report", "before-idle"));
    long[] threads = schedulingThreads();
    assertThat(threads).isNotEmpty();
    long before = cpuNanos(threads);

    boolean interrupted = new CountDownLatch(1).await(IDLE_FOR.toMillis(), TimeUnit.MILLISECONDS);

    assertThat(interrupted).isFalse();
    assertThat(Duration.ofNanos(cpuNanos(threads) - before)).isLessThan(IDLE_CPU);
    assertThat(unused.state()).isEqualTo(RunState.SUCCEEDED);
  }

  private static Ejc host(String name, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--ejc.name=" + cluster.name(name),
                "--ejc.mesos.master=" + cluster.master(),
                "--ejc.zookeeper.servers=" + cluster.zookeeper(),
                "--ejc.serve.port=0",
                "--ejc.advertise.address=127.0.0.1",
                "--ejc.bundle.dir=" + directory.resolve("bundle")));
    Hosts.EXECUTOR_OPTIONS.forEach(option -> args.add(option.replaceFirst("^-D", "--")));
    args.add("--ejc.executor.java=" + ClusterUnderTest.java());
    args.addAll(List.of(more));
    return Ejc.run(ShopMain.class, args.toArray(String[]::new));
  }

  private static RunView ended(RunView run) {
    return ended(ejc, run);
  }

  private static RunView ended(Ejc host, RunView run) {
    try {
      return host.whenEnded(run.id()).get(ChildJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("run " + host.findRun(run.id()), e);
    }
  }

  private static ItemView item(RunView run, int item) {
    return ejc.findRun(run.id()).orElseThrow().items().get(item);
  }

  private static List<String> outcomes(RunView run) {
    return item(run, 0).attempts().stream().map(AttemptView::outcome).toList();
  }

  private static long[] schedulingThreads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("ejc["))
        .mapToLong(thread -> thread.getThreadId())
        .toArray();
  }

  private static long cpuNanos(long[] ids) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(ids).map(threads::getThreadCpuTime).filter(nanos -> nanos > 0).sum();
  }
}
