package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many items of one version in one executor, and two versions of an application side by side. */
class VersionsIT {

  private static final String CURRENT = "deployment \\S+ is current";

  @TempDir private Path directory;

  private final Hosts hosts = new Hosts();
  private ClusterUnderTest cluster;
  private Evidence evidence;
  private ChildJvm leader;

  @BeforeEach
  void startTheFirstVersion() throws IOException {
    ScratchApplication first = version("first");
    evidence = new Evidence(directory.resolve("journal.txt"));
    cluster = ClusterUnderTest.start(hosts, first, directory.resolve("cluster"));
    leader = hosts.shop(first, evidence.file(), options());
  }

  @AfterEach
  void endEverything() {
    hosts.close();
    cluster.close();
  }

  private ScratchApplication version(String word) throws IOException {
    ScratchApplication application = ScratchApplication.of(ShopMain.class, directory.resolve(word));
    Files.writeString(application.directory().resolve("classes/version.txt"), word);
    return application;
  }

  private String[] options() {
    return new String[] {
      "-Dejc.name=" + cluster.name("versions"),
      "-Dejc.mesos.master=" + cluster.master(),
      "-Dejc.zookeeper.servers=" + cluster.zookeeper(),
      "-Dejc.serve.port=0",
      "-Dejc.executor.heapMB=256",
      "-Dejc.advertise.address=127.0.0.1",
      "-Dejc.executor.cacheDir=" + directory.resolve("cache"),
      "-Dshop.tick=0 0 0 1 1 ?"
    };
  }

  @Test
  void a_run_keeps_its_version_also_when_it_fails_over_and_an_operator_goes_back()
      throws IOException {
    String old = leader.ask("trigger gated old");
    Line before = evidence.await(old, "waits", 1).get(0);
    assertThat(before.value("version")).isEqualTo("first");

    hosts.shop(version("second"), evidence.file(), options());
    await()
        .atMost(ChildJvm.PATIENCE)
        .until(() -> (leader.out() + leader.err()).split(CURRENT, -1).length > 2);
    Line beside = ran("young");
    assertThat(beside.value("version")).isEqualTo("second");
    assertThat(beside.number("pid")).isNotEqualTo(before.number("pid"));

    ProcessHandle.of(before.number("pid")).orElseThrow().destroyForcibly();
    Line again = evidence.await(old, "waits", 2).get(1);
    assertThat(again.value("version")).isEqualTo("first");
    assertThat(again.number("attempt")).isEqualTo(2);
    again.openGate();
    assertThat(leader.ask("await " + old)).startsWith("SUCCEEDED");

    assertThat(leader.ask("roll-back previous")).isEqualTo("done");
    assertThat(ran("back").value("version")).isEqualTo("first");
  }

  /** Of a run of many items one line of one of them. */
  private Line ran(String key) {
    String run = leader.ask("trigger many " + key);
    assertThat(leader.ask("await " + run)).startsWith("SUCCEEDED");
    return evidence.lines(run, "ran").get(0);
  }

  @Test
  void two_hundred_items_run_in_one_warm_executor_and_print_apart() throws IOException {
    String warm = leader.ask("trigger many warm");
    evidence.await(warm, "ran", 200);
    assertThat(leader.ask("await " + warm)).startsWith("SUCCEEDED");

    String run = leader.ask("trigger many again");
    List<Line> lines = evidence.await(run, "ran", 200);

    assertThat(leader.ask("await " + run)).startsWith("SUCCEEDED");
    assertThat(lines).extracting(Line::task).doesNotHaveDuplicates().hasSize(200);
    // of a named cluster another agent may be offered first, which then starts its own
    Line first = ClusterUnderTest.isNamed() ? lines.get(0) : evidence.lines(warm, "ran").get(0);
    assertThat(lines).extracting(line -> line.number("pid")).containsOnly(first.number("pid"));
    Line latest = lines.get(lines.size() - 1); // that of earlier ones is not kept
    String file = "tasks/" + latest.task() + "/stdout";
    assertThat(new AgentFiles(cluster.master()).read(cluster.name("versions"), file))
        .containsExactly("item " + latest.number("item") + "\n");
  }
}
