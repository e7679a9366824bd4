package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ejc.runtime.local.LocalCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The URIs of a command, from a real HTTP server into real sandboxes. */
class FetchTest {

  private final AtomicInteger downloads = new AtomicInteger();
  private final byte[] content = new byte[300_000];
  @TempDir private Path directory;
  private HttpServer files;
  private LocalCluster cluster;

  @BeforeEach
  void start() throws IOException {
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    files = HttpServer.create(new InetSocketAddress(Loopback.address(), 0), 0);
    serve("/layer.bin", content);
    serve("/tool.zip", zip("bin/tool", "from the zip\n"));
    serve("/run.sh", "#!/bin/sh\ncat inside/name.txt bin/tool; exit 3\n".getBytes(UTF_8));
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
  void two_executors_get_the_same_bytes_of_one_download() throws Exception {
    CommandInfo.URI layer =
        uri("/layer.bin").setCache(true).setExtract(false).setOutputFile("lib/a/layer.bin").build();
    try (TestScheduler scheduler =
        TestScheduler.subscribe(cluster.masterUrl(), framework("fetch"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(
          offer,
          TestTasks.task("a", offer, executor("a", "exit 4", layer), ""),
          TestTasks.task("b", offer, executor("b", "exit 5", layer), ""));
      scheduler.takeUpdate("a", TaskState.TASK_FAILED);
      scheduler.takeUpdate("b", TaskState.TASK_FAILED);
      assertThat(downloads.get()).isEqualTo(1);
      List<Path> copies = found("layer.bin");
      assertThat(copies).hasSize(2);
      for (Path copy : copies) {
        assertThat(Files.readAllBytes(copy)).isEqualTo(content);
      }
    }
  }

  @Test
  void archives_are_unpacked_and_files_made_executable() throws Exception {
    Path local = Files.writeString(directory.resolve("name.txt"), "from a file\n");
    ExecutorInfo executor =
        executor(
            "x",
            "./run.sh",
            uri("/tool.zip").build(),
            uri("/run.sh").setExecutable(true).build(),
            CommandInfo.URI
                .newBuilder()
                .setValue(local.toUri().toString())
                .setOutputFile("inside/name.txt")
                .build());
    try (TestScheduler scheduler =
        TestScheduler.subscribe(cluster.masterUrl(), framework("unpack"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.task("x", offer, executor, ""));
      assertThat(scheduler.take(e -> e.getType() == Event.Type.FAILURE).getFailure().getStatus())
          .isEqualTo(3 << 8);
      assertThat(Files.readString(found("stdout").get(0))).isEqualTo("from a file\nfrom the zip\n");
    }
  }

  @Test
  void a_404_fails_the_task_as_a_failed_launch() throws Exception {
    refused(uri("/missing").build(), "HTTP status 404");
  }

  @Test
  void a_file_stays_in_its_sandbox() throws Exception {
    refused(uri("/layer.bin").setOutputFile("../out").build(), "inside the sandbox");
  }

  private void refused(CommandInfo.URI uri, String why) throws Exception {
    try (TestScheduler scheduler =
        TestScheduler.subscribe(cluster.masterUrl(), framework("refused"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.task("m", offer, executor("m", "true", uri), ""));
      TaskStatus failed = scheduler.takeUpdate("m");
      assertThat(failed.getState()).isEqualTo(TaskState.TASK_FAILED);
      assertThat(failed.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
      assertThat(failed.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
      assertThat(failed.getMessage())
          .matches(
              "Failed to launch container: Failed to fetch all URIs for container"
                  + " '[0-9a-f-]{36}': exited with status 1");
      assertThat(Files.readString(found("stderr").get(0))).contains(why);
    }
  }

  private static ExecutorInfo executor(String id, String command, CommandInfo.URI... uris) {
    ExecutorInfo.Builder executor = TestTasks.shell(id, command).toBuilder();
    executor.getCommandBuilder().addAllUris(List.of(uris));
    return executor.build();
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

  private void serve(String path, byte[] body) {
    files.createContext(
        path,
        exchange -> {
          downloads.incrementAndGet();
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }

  private static byte[] zip(String name, String text) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
