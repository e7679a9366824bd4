package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with nothing but ejc-runtime and a main: no configuration, no cluster. */
class OneMainIT {

  private static final Duration END = Duration.ofSeconds(10);
  private static final int SIGINT = 2;

  @TempDir private Path directory;
  private final Hosts hosts = new Hosts();
  private ScratchApplication application;
  private Evidence evidence;

  @BeforeEach
  void copyTheApplication() {
    application = ScratchApplication.of(ShopMain.class, directory.resolve("shop"));
    evidence = new Evidence(directory.resolve("journal.txt"));
  }

  @AfterEach
  void endEverything() {
    hosts.close();
  }

  @Test
  void user_code_runs_in_another_jvm_that_got_it_from_the_bundle() throws IOException {
    ChildJvm host = hosts.shop(application, evidence.file());
    application.takeAway();

    String run = host.ask("trigger report first");
    List<Line> lines = evidence.await(run, "reported", 2);

    assertThat(host.ask("await " + run))
        .isEqualTo("SUCCEEDED 0:SUCCEEDED(SUCCEEDED) 1:SUCCEEDED(SUCCEEDED)");
    assertThat(lines)
        .extracting(line -> line.value("parameter"))
        .containsExactlyInAnyOrder("Beijing", "Shanghai");
    for (Line line : lines) {
      assertThat(line.number("pid")).isNotEqualTo(host.pid());
      comesFromTheBundle(line);
    }
    String counted = host.ask("trigger count-stock first");
    aMethodIsAJob(evidence.await(counted, "counted", 2));
    assertThat(host.ask("await " + counted))
        .isEqualTo("SUCCEEDED 0:SUCCEEDED(SUCCEEDED) 1:SUCCEEDED(SUCCEEDED)");
    Set<Integer> ports = ListeningPorts.known() ? ListeningPorts.of(host.pid()) : Set.of();
    evidence.await(host.ask("trigger stubborn x"), "stays", 1);
    assertThat(host.children()).isNotEmpty();
    interrupt(host);
    host.awaitEnd(END);
    assertThat(host.orphans()).isEmpty();
    assertThat(ports).allMatch(ListeningPorts::isClosed);
    assertThat(ListeningPorts.known() ? ports.size() : 3).isGreaterThanOrEqualTo(3);
    assertThat(host.err()).doesNotContain("\tat ");
    assertThat(host.out()).doesNotContain("\tat ").contains("closed");
  }

  @Test
  void a_second_start_continues_from_the_stored_state_also_after_a_kill() {
    ChildJvm first = ticking();
    awaitTicks(2);
    String framework = framework(first);
    String run = first.ask("trigger gated interrupted");
    Line cut = evidence.await(run, "waits", 1).get(0);
    first.signal("KILL");
    first.awaitEnd(END);
    List<ProcessHandle> executors = first.orphans();
    await("executors end by themselves")
        .atMost(ChildJvm.PATIENCE)
        .until(() -> executors.stream().noneMatch(ProcessHandle::isAlive));
    int before = ticks().size();

    ChildJvm second = ticking();
    awaitTicks(before + 2);

    assertThat(framework(second)).isEqualTo(framework);
    assertThat(ticks()).doesNotHaveDuplicates().isSorted();
    assertThat(second.out())
        .containsPattern("job tick: \\d+ instants due from \\S+ to \\S+, coalesced");
    Line again = evidence.await(run, "waits", 2).get(1);
    assertThat(again.number("token")).isGreaterThan(cut.number("token"));
    again.openGate();
    assertThat(second.ask("await " + run)).isEqualTo("SUCCEEDED 0:SUCCEEDED(LOST+SUCCEEDED)");
    assertThat(second.out()).contains("cluster stopped");
    second.signal("TERM");
    second.awaitEnd(END);
    assertThat(second.orphans()).isEmpty();
  }

  /** With a session that a killed host does not hold for long. */
  private ChildJvm ticking() {
    return hosts.shop(
        application,
        evidence.file(),
        "-Dshop.tick=* * * * * ?",
        "-Dejc.zookeeper.sessionTimeout=3s");
  }

  private void aMethodIsAJob(List<Line> lines) {
    assertThat(lines)
        .extracting(line -> line.value("shelf") + " of item " + line.value("index"))
        .containsExactlyInAnyOrder("17 of item 0", "4 of item 1");
    // called by a class of its own, not by reflection
    assertThat(lines)
        .extracting(line -> line.value("caller"))
        .containsOnly("io.ejc.e2e.shop.StockJobs#count");
    assertThat(lines).extracting(line -> line.value("to")).containsOnly(evidence.file().toString());
  }

  private void comesFromTheBundle(Line line) throws IOException {
    String away = application.directory().toString();
    String sandboxes = application.directory().resolve(".ejc").toString();
    String repository = Path.of(System.getProperty("user.home"), ".m2").toString();
    String tests = Path.of("").toAbsolutePath().toString();
    for (String key : List.of("classpath", "origin", "api", "directory")) {
      String outside = line.value(key).replace(sandboxes, "");
      assertThat(outside).as(key).doesNotContain(away, repository, tests);
    }
    commandLine(line.number("pid"))
        .ifPresent(
            command ->
                assertThat(command.replace(sandboxes, "")).doesNotContain(away, repository, tests));
  }

  /** Empty when the executor has ended already or the system does not tell. */
  private static Optional<String> commandLine(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().commandLine());
  }

  private List<Instant> ticks() {
    return evidence.lines().stream()
        .filter(line -> line.event().equals("ticked"))
        .map(Line::scheduled)
        .toList();
  }

  private void awaitTicks(int count) {
    await("ticks").atMost(ChildJvm.PATIENCE).until(() -> ticks().size() >= count);
  }

  private static String framework(ChildJvm host) {
    MatchResult line = host.awaitLine("Mesos master as framework (\\S+)");
    return line.group(1);
  }

  /**
   * What Ctrl-C does; a shell that starts tests in its background hands down that it is ignored.
   */
  private static void interrupt(ChildJvm host) throws IOException {
    host.signal(ignoresInterrupts(host.pid()) ? "TERM" : "INT");
  }

  private static boolean ignoresInterrupts(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> Long.parseUnsignedLong(line.split("\\s+", -1)[1], 16))
          .anyMatch(mask -> (mask & (1L << (SIGINT - 1))) != 0);
    }
  }
}
