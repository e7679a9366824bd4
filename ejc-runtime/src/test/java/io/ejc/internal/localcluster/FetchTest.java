package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ejc.runtime.local.LocalCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sandbox says of a file that the fetcher did not get. */
class FetchTest {

  @TempDir private Path directory;
  private HttpServer files;
  private LocalCluster cluster;

  @BeforeEach
  void start() throws IOException {
    files = HttpServer.create(new InetSocketAddress(Loopback.address(), 0), 0);
    files.start();
    cluster = TestClusters.fast(directory.resolve("cluster"), 1).start();
  }

  @AfterEach
  void stop() {
    try {
      files.stop(0);
    } finally {
      cluster.close();
    }
  }

  @Test
  void a_404_is_told() throws Exception {
    refused(uri("/missing").build(), "HTTP status 404");
  }

  @Test
  void a_file_stays_in_its_sandbox() throws Exception {
    refused(uri("/any").setOutputFile("../out").build(), "inside the sandbox");
  }

  private void refused(CommandInfo.URI uri, String why) throws Exception {
    ExecutorInfo.Builder executor = TestTasks.shell("m", "true").toBuilder();
    executor.getCommandBuilder().addUris(uri);
    try (TestScheduler scheduler =
        TestScheduler.subscribe(cluster.masterUrl(), framework("refused"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.task("m", offer, executor.build(), ""));
      assertThat(scheduler.takeUpdate("m").getReason())
          .isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
      assertThat(Files.readString(found("stderr").get(0))).contains(why);
    }
  }

  private CommandInfo.URI.Builder uri(String path) {
    return CommandInfo.URI
        .newBuilder()
        .setValue("http://127.0.0.1:" + files.getAddress().getPort() + path);
  }

  private List<Path> found(String name) throws IOException {
    Path sandboxes = directory.resolve("cluster/agents/agent-1/sandboxes");
    try (Stream<Path> paths = Files.walk(sandboxes)) {
      return paths.filter(path -> path.endsWith(name)).toList();
    }
  }
}
