package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator empties an agent on which items run, at once or by announcing it. */
class DrainIT {

  private static final Duration LONG = Duration.ofHours(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static final Hosts CLUSTER = new Hosts();
  private static ScratchApplication application;
  private static ClusterUnderTest cluster;

  private final Hosts hosts = new Hosts();

  @BeforeAll
  static void startTheCluster() {
    application = ScratchApplication.of(ShopMain.class, directory.resolve("shop"));
    cluster = ClusterUnderTest.start(CLUSTER, application, directory.resolve("cluster"));
  }

  @AfterAll
  static void endTheCluster() {
    try (CLUSTER) {
      cluster.close();
    }
  }

  @AfterEach
  void endTheHosts() {
    hosts.close();
  }

  @Test
  void items_of_a_drained_agent_start_elsewhere_and_a_reactivated_one_takes_items_again()
      throws IOException {
    Evidence evidence = new Evidence(directory.resolve("drained.txt"));
    ChildJvm host = host("drained", evidence);
    String run = host.ask("trigger pair x");
    List<Line> waiting = evidence.await(run, "waits", 2);
    assertThat(waiting).extracting(line -> line.number("pid")).doesNotHaveDuplicates();
    String drained = agents("drained").get(0);

    cluster.operate(
        "{\"type\":\"DRAIN_AGENT\",\"drain_agent\":{\"agent_id\":{\"value\":\""
            + drained
            + "\"}}}");
    Line moved;
    try {
      moved = evidence.await(run, "waits", 3).get(2);
      Line before = before(waiting, moved);
      assertThat(moved.number("attempt")).isEqualTo(2);
      assertThat(moved.number("token")).isGreaterThan(before.number("token"));
      assertThat(moved.number("pid")).isNotEqualTo(before.number("pid"));
      assertThat(evidence.lines(run, "left")).extracting(Line::task).containsExactly(before.task());
      assertThat(agents("drained")).doesNotContain(drained);
      await("the idle executor there ends, so that the drain does")
          .atMost(ChildJvm.PATIENCE)
          .until(() -> !ProcessHandle.of(before.number("pid")).isPresent());
      await("drained").atMost(ChildJvm.PATIENCE).until(() -> isDrained(drained));
      waiting.stream().filter(line -> !line.equals(before)).forEach(Line::openGate);
      moved.openGate();
      assertThat(host.ask("await " + run)).startsWith("SUCCEEDED").contains("(LOST+SUCCEEDED)");
    } finally {
      cluster.operate(
          "{\"type\":\"REACTIVATE_AGENT\",\"reactivate_agent\":{\"agent_id\":{\"value\":\""
              + drained
              + "\"}}}");
    }

    String next = host.ask("trigger pair y");
    List<Line> again = evidence.await(next, "waits", 2);
    assertThat(again).extracting(line -> line.number("attempt")).containsOnly(1L);
    assertThat(agents("drained")).contains(drained);
    again.forEach(Line::openGate);
    assertThat(host.ask("await " + next)).startsWith("SUCCEEDED");
  }

  @Test
  void nothing_is_placed_on_an_agent_that_is_announced_to_go_away_soon() throws IOException {
    Evidence evidence = new Evidence(directory.resolve("announced.txt"));
    ChildJvm host = host("announced", evidence);
    JsonNode leaving = registered().get(0);
    String going = leaving.at("/agent_info/id/value").asText();
    String machine =
        "{\"hostname\":\""
            + leaving.at("/agent_info/hostname").asText()
            + "\",\"ip\":\"127.0.0.1\"}";
    Instant soon = InstantSource.system().instant().plus(Duration.ofMinutes(1));
    boolean alone =
        registered().stream()
                .filter(
                    a -> a.at("/agent_info/hostname").equals(leaving.at("/agent_info/hostname")))
                .count()
            == 1;

    cluster.operate(
        "{\"type\":\"UPDATE_MAINTENANCE_SCHEDULE\",\"update_maintenance_schedule\":{\"schedule\":"
            + "{\"windows\":[{\"machine_ids\":["
            + machine
            + "],\"unavailability\":{\"start\":{\"nanoseconds\":"
            + soon.toEpochMilli()
            + "000000},\"duration\":{\"nanoseconds\":"
            + LONG.toNanos()
            + "}}}]}}}");
    try {
      String run = host.ask("trigger pair x");
      if (alone) {
        evidence.await(run, "waits", 2).forEach(Line::openGate);
        assertThat(agents("announced")).doesNotContain(going);
      } else {
        // agents of one machine go together: nothing is placed until the plan is withdrawn
        await("why it waits")
            .atMost(ChildJvm.PATIENCE)
            .until(() -> host.ask("why " + run + " 0").contains("maintenance"));
        assertThat(evidence.lines()).isEmpty();
        withdraw();
        evidence.await(run, "waits", 2).forEach(Line::openGate);
      }
      assertThat(host.ask("await " + run)).startsWith("SUCCEEDED");
    } finally {
      withdraw();
    }
  }

  private static void withdraw() {
    cluster.operate(
        "{\"type\":\"UPDATE_MAINTENANCE_SCHEDULE\","
            + "\"update_maintenance_schedule\":{\"schedule\":{}}}");
  }

  private static Line before(List<Line> waiting, Line moved) {
    return waiting.stream()
        .filter(line -> line.number("item") == moved.number("item"))
        .findFirst()
        .orElseThrow();
  }

  /** The agents of the tasks that an application has now. */
  private static List<String> agents(String application) throws IOException {
    JsonNode frameworks = ask("GET_FRAMEWORKS").at("/get_frameworks/frameworks");
    String framework =
        nodes(frameworks).stream()
            .map(each -> each.path("framework_info"))
            .filter(info -> info.path("name").asText().equals(cluster.name(application)))
            .map(info -> info.at("/id/value").asText())
            .findFirst()
            .orElseThrow();
    return nodes(ask("GET_TASKS").at("/get_tasks/tasks")).stream()
        .filter(task -> task.at("/framework_id/value").asText().equals(framework))
        .map(task -> task.at("/agent_id/value").asText())
        .toList();
  }

  private static List<JsonNode> registered() throws IOException {
    return nodes(ask("GET_AGENTS").at("/get_agents/agents"));
  }

  private static boolean isDrained(String agent) throws IOException {
    return registered().stream()
        .filter(each -> each.at("/agent_info/id/value").asText().equals(agent))
        .anyMatch(each -> each.at("/drain_info/state").asText().equals("DRAINED"));
  }

  private static JsonNode ask(String call) throws IOException {
    return JSON.readTree(cluster.operate("{\"type\":\"" + call + "\"}"));
  }

  private static List<JsonNode> nodes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private ChildJvm host(String name, Evidence evidence) {
    return hosts.shop(
        application,
        evidence.file(),
        "-Dejc.name=" + cluster.name(name),
        "-Dejc.mesos.master=" + cluster.master(),
        "-Dejc.zookeeper.servers=" + cluster.zookeeper(),
        "-Dejc.zookeeper.sessionTimeout=2s",
        "-Dejc.serve.port=0",
        "-Dejc.advertise.address=127.0.0.1");
  }
}
