package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.spi.BundleStoreFactory;
import io.ejc.e2e.Evidence.Line;
import io.ejc.e2e.shop.ShopMain;
import io.ejc.e2e.shop.VaultStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that no live host carries, in a store. */
class StoreIT {

  @TempDir private Path directory;

  private final Hosts hosts = new Hosts();

  @AfterEach
  void endTheHosts() {
    hosts.close();
  }

  private ScratchApplication version(String word) throws IOException {
    ScratchApplication application = ScratchApplication.of(ShopMain.class, directory.resolve(word));
    Path classes = application.directory().resolve("classes");
    Files.writeString(classes.resolve("version.txt"), word);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(BundleStoreFactory.class.getName()), VaultStores.class.getName());
    return application;
  }

  private String[] options(ClusterUnderTest cluster, String store) {
    return new String[] {
      "-Dejc.name=" + cluster.name("store"),
      "-Dejc.mesos.master=" + cluster.master(),
      "-Dejc.zookeeper.servers=" + cluster.zookeeper(),
      "-Dejc.zookeeper.sessionTimeout=2s",
      "-Dejc.serve.port=0",
      "-Dejc.advertise.address=127.0.0.1",
      "-Dejc.executor.cacheDir=none",
      "-Dejc.bundle.store=" + store,
      "-Dshop.tick=0 0 0 1 1 ?"
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "vault"})
  void a_run_goes_on_with_its_code_from_the_store_when_its_only_host_is_gone(String scheme)
      throws IOException {
    Path shared = Files.createDirectories(directory.resolve("store"));
    String store = scheme + "://" + shared;
    ScratchApplication application = version("first");
    Evidence evidence = new Evidence(directory.resolve("journal.txt"));
    try (ClusterUnderTest cluster =
        ClusterUnderTest.start(hosts, application, directory.resolve("cluster"))) {
      ChildJvm first = hosts.shop(application, evidence.file(), options(cluster, store));
      String run = first.ask("trigger gated old");
      Line before = evidence.await(run, "waits", 1).get(0);
      first.signal("KILL");
      first.awaitEnd(Duration.ofSeconds(20));

      ChildJvm second = hosts.shop(version("second"), evidence.file(), options(cluster, store));
      ProcessHandle.of(before.number("pid")).orElseThrow().destroyForcibly();

      Line again = evidence.await(run, "waits", 2).get(1);
      assertThat(again.value("version")).isEqualTo("first");
      again.openGate();
      assertThat(second.ask("await " + run)).startsWith("SUCCEEDED");
      String young = second.ask("trigger gated young");
      Line newest = evidence.await(young, "waits", 1).get(0);
      assertThat(newest.value("version")).isEqualTo("second");
      newest.openGate();
      assertThat(second.ask("await " + young)).startsWith("SUCCEEDED");
    }
  }
}
