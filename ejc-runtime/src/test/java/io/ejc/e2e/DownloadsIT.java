package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.e2e.LayerProxy.Network;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.runtime.local.LocalCluster;
import io.ejc.runtime.local.LocalClusterTimings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Code that does not get to an agent as it should. Elsewhere there is one loopback address. */
@EnabledOnOs(OS.LINUX)
class DownloadsIT {

  private static final String JOURNAL = "shop.journal";
  private static final String TICK = "shop.tick";
  private static final String SHORT = "3s";

  @TempDir private static Path directory;
  private static Evidence evidence;
  private static ClusterUnderTest cluster;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private LayerProxy proxy;
  private @Nullable Ejc host;

  @BeforeAll
  static void startTheCluster() {
    evidence = new Evidence(directory.resolve("journal.txt"));
    System.setProperty(JOURNAL, evidence.file().toString());
    System.setProperty(TICK, "0 0 0 1 1 ?");
    cluster =
        ClusterUnderTest.open(
            LocalCluster.builder()
                .directory(directory.resolve("cluster"))
                .timings(LocalClusterTimings.MESOS.withAllocationInterval(Duration.ofMillis(100))));
  }

  @AfterAll
  static void endTheCluster() {
    System.clearProperty(JOURNAL);
    System.clearProperty(TICK);
    cluster.close();
  }

  @BeforeEach
  void openTheProxy() throws IOException {
    proxy = new LayerProxy();
    log.start();
    scheduler().addAppender(log);
  }

  private static Logger scheduler() {
    return (Logger) LoggerFactory.getLogger("io.ejc.scheduler");
  }

  /** What the host said until its end, which this is. */
  private String logged() {
    Objects.requireNonNull(host).close();
    scheduler().detachAppender(log);
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining("\n"));
  }

  @AfterEach
  void endTheHost() throws IOException {
    scheduler().detachAppender(log);
    try (LayerProxy last = proxy) {
      assertThat(last.port()).isPositive();
      if (host != null) {
        host.close();
      }
    }
  }

  @Test
  void what_breaks_off_is_gone_on_with_and_no_byte_travels_twice() {
    proxy.network(answer -> answer.pass(answer.length() / (answer.time() <= 2 ? 2 : 1)));
    Ejc ejc = start("cut", "2m");

    RunView run = ended(ejc, ejc.trigger("gated", "cut"));

    assertThat(outcomes(run)).containsExactly("SUCCEEDED");
    assertThat(proxy.sizes()).hasSizeGreaterThan(10);
    assertThat(proxy.passed()).isEqualTo(proxy.sizes());
  }

  @Test
  void code_of_the_application_that_only_trickles_is_given_up_and_got_when_it_flows() {
    proxy.network(of(true, SlowedAnswer::trickle));
    Ejc ejc = start("trickle", SHORT);

    RunView run = ejc.trigger("gated", "trickle");
    AttemptView first = awaitFirstEnd(ejc, run);
    proxy.network(SlowedAnswer::passAll);
    RunView ended = ended(ejc, run);

    assertThat(first.outcome()).isEqualTo("BUNDLE_ERROR");
    assertThat(words(first)).startsWith("layer ").contains("nobody gave the rest of it");
    assertThat(outcomes(ended)).last().isEqualTo("SUCCEEDED");
    assertThat(outcomes(ended)).doesNotContain("FAILED");
    assertThat(logged()).contains(": nobody gave the rest of it within 3.0 s: ", " is too slow: ");
  }

  @Test
  void an_executor_s_own_code_that_only_trickles_is_given_up_and_got_when_it_flows() {
    proxy.network(of(false, SlowedAnswer::trickle));
    Ejc ejc = start("boot", SHORT);

    RunView run = ejc.trigger("gated", "boot");
    AttemptView first = awaitFirstEnd(ejc, run);
    proxy.network(SlowedAnswer::passAll);
    RunView ended = ended(ejc, run);

    assertThat(first.outcome()).isEqualTo("LOST");
    assertThat(words(first)).contains("no host gave the agent a layer of the executor");
    assertThat(outcomes(ended)).last().isEqualTo("SUCCEEDED");
    assertThat(outcomes(ended)).doesNotContain("FAILED");
  }

  @Test
  void a_host_that_refuses_connections_for_a_while_costs_losses_and_no_failure()
      throws IOException {
    proxy.refuse();
    Ejc ejc = start("refused", SHORT);

    RunView run = ejc.trigger("gated", "refused");
    AttemptView first = awaitFirstEnd(ejc, run);
    proxy.listen();
    RunView ended = ended(ejc, run);

    assertThat(first.outcome()).isEqualTo("LOST");
    assertThat(words(first)).contains("no host gave the agent a layer of the executor");
    assertThat(outcomes(ended)).last().isEqualTo("SUCCEEDED");
    assertThat(outcomes(ended)).doesNotContain("FAILED");
  }

  @Test
  void bytes_that_were_damaged_on_the_way_are_got_again() {
    proxy.network(DownloadsIT::damagedAtFirst);
    Ejc ejc = start("flipped", "2m");

    RunView run = ended(ejc, ejc.trigger("gated", "flipped"));

    assertThat(outcomes(run)).containsExactly("SUCCEEDED");
    Map<String, Long> passed = proxy.passed();
    proxy.sizes().forEach((layer, size) -> assertThat(passed).containsEntry(layer, 2 * size));
  }

  @Test
  void bytes_that_are_damaged_again_and_again_are_never_run() {
    proxy.network(of(true, SlowedAnswer::damage));
    Ejc ejc = start("corrupt", "2m");

    RunView run = ejc.trigger("gated", "corrupt");
    AttemptView first = awaitFirstEnd(ejc, run);
    proxy.network(SlowedAnswer::passAll);
    RunView ended = ended(ejc, run);

    assertThat(first.outcome()).isEqualTo("BUNDLE_ERROR");
    assertThat(words(first)).startsWith("layer ").contains("nobody gave it: ");
    assertThat(outcomes(ended)).last().isEqualTo("SUCCEEDED");
    assertThat(outcomes(ended)).doesNotContain("FAILED");
    assertThat(logged()).contains("/layers/ sent other bytes than those of the layer");
  }

  private static void damagedAtFirst(SlowedAnswer answer) throws IOException {
    if (answer.time() == 1) {
      answer.damage();
    } else {
      answer.passAll();
    }
  }

  /** Trouble for one kind of layers; the other passes. */
  private static Network of(boolean application, Network trouble) {
    return answer -> {
      if (answer.ofApplication() == application) {
        trouble.carry(answer);
      } else {
        answer.passAll();
      }
    };
  }

  private Ejc start(String name, String fetchTimeout) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--ejc.name=" + cluster.name("downloads-" + name),
                "--ejc.mesos.master=" + cluster.master(),
                "--ejc.zookeeper.servers=" + cluster.zookeeper(),
                "--ejc.serve.address=127.0.0.1",
                "--ejc.serve.port=" + proxy.port(),
                "--ejc.advertise.address=" + LayerProxy.ADDRESS,
                "--ejc.bundle.dir=" + directory.resolve("bundle"),
                "--ejc.bundle.fetchTimeout=" + fetchTimeout,
                "--ejc.executor.cacheDir=none",
                "--ejc.executor.java=" + ClusterUnderTest.java()));
    Hosts.EXECUTOR_OPTIONS.forEach(option -> args.add(option.replaceFirst("^-D", "--")));
    Ejc started = Ejc.run(ShopMain.class, args.toArray(String[]::new));
    host = started;
    return started;
  }

  /** Opens the gate of whichever attempt gets there. */
  private static RunView ended(Ejc ejc, RunView run) {
    evidence.await(run.id(), "waits", 1).get(0).openGate();
    await(run.id())
        .atMost(ChildJvm.PATIENCE)
        .until(() -> look(ejc, run).state() != RunState.ACTIVE);
    return look(ejc, run);
  }

  private static RunView look(Ejc ejc, RunView run) {
    return ejc.findRun(run.id()).orElseThrow();
  }

  private static AttemptView awaitFirstEnd(Ejc ejc, RunView run) {
    await("the first attempt of " + run.id())
        .atMost(ChildJvm.PATIENCE)
        .until(
            () ->
                attempts(look(ejc, run)).stream()
                    .findFirst()
                    .flatMap(AttemptView::endedAt)
                    .isPresent());
    return attempts(look(ejc, run)).get(0);
  }

  private static List<AttemptView> attempts(RunView run) {
    return run.items().get(0).attempts();
  }

  private static List<String> outcomes(RunView run) {
    return attempts(run).stream().map(AttemptView::outcome).toList();
  }

  private static String words(AttemptView attempt) {
    return attempt.failure().orElseThrow().message();
  }
}
