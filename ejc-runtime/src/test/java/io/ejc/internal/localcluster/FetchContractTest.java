package io.ejc.internal.localcluster;

import static io.ejc.internal.localcluster.TestScheduler.framework;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

/** The URIs of a command, from a real HTTP server into the sandboxes of real agents. */
@MesosContract
class FetchContractTest {

  private final AtomicInteger downloads = new AtomicInteger();
  private final byte[] content = new byte[300_000];
  @TempDir private Path directory;
  private URI master;
  private HttpServer files;

  @BeforeEach
  void start(ContractCluster cluster) throws IOException {
    master = cluster.masterUrl();
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/layer.bin", content);
    serve("/tool.zip", zip("bin/tool", "from the zip\n"));
    serve("/run.sh", "#!/bin/sh\ncat inside/name.txt bin/tool; exit 3\n".getBytes(UTF_8));
    files.start();
  }

  @AfterEach
  void stop() {
    files.stop(0);
  }

  @Test
  void two_executors_get_the_same_bytes_of_one_download() throws Exception {
    CommandInfo.URI layer =
        uri("/layer.bin").setCache(true).setExtract(false).setOutputFile("lib/a/layer.bin").build();
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("fetch"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(
          offer,
          TestTasks.task("a", offer, executor("a", copying("a"), layer), ""),
          TestTasks.task("b", offer, executor("b", copying("b"), layer), ""));
      scheduler.takeUpdate("a", TaskState.TASK_FAILED);
      scheduler.takeUpdate("b", TaskState.TASK_FAILED);
      assertThat(downloads.get()).isEqualTo(1);
      assertThat(Files.readAllBytes(directory.resolve("a"))).isEqualTo(content);
      assertThat(Files.readAllBytes(directory.resolve("b"))).isEqualTo(content);
    }
  }

  @Test
  void archives_are_unpacked_and_files_made_executable() throws Exception {
    Path local = Files.writeString(directory.resolve("name.txt"), "from a file\n");
    ExecutorInfo executor =
        executor(
            "x",
            "./run.sh >" + directory.resolve("said"),
            uri("/tool.zip").build(),
            uri("/run.sh").setExecutable(true).build(),
            CommandInfo.URI
                .newBuilder()
                .setValue(local.toUri().toString())
                .setOutputFile("inside/name.txt")
                .build());
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("unpack"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.task("x", offer, executor, ""));
      assertThat(scheduler.take(e -> e.getType() == Event.Type.FAILURE).getFailure().getStatus())
          .isEqualTo(3 << 8);
      assertThat(Files.readString(directory.resolve("said")))
          .isEqualTo("from a file\nfrom the zip\n");
    }
  }

  @Test
  void a_404_fails_the_task_as_a_failed_launch() throws Exception {
    ExecutorInfo executor = executor("m", "true", uri("/missing").build());
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("refused"))) {
      Offer offer = scheduler.takeOffer();
      scheduler.launch(offer, TestTasks.task("m", offer, executor, ""));
      TaskStatus failed = scheduler.takeUpdate("m");
      assertThat(failed.getState()).isEqualTo(TaskState.TASK_FAILED);
      assertThat(failed.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
      assertThat(failed.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
      assertThat(failed.getMessage())
          .matches(
              "Failed to launch container: Failed to fetch all URIs for container"
                  + " '[0-9a-f-]{36}': exited with status 1");
      assertThat(scheduler.take(e -> e.getType() == Event.Type.FAILURE).getFailure().getStatus())
          .isEqualTo(9);
    }
  }

  @Test
  void a_file_that_would_lie_outside_of_the_sandbox(ContractCluster cluster) throws Exception {
    CommandInfo.URI outside = uri("/layer.bin").setOutputFile("../outside.bin").build();
    try (TestScheduler scheduler = TestScheduler.subscribe(master, framework("outside"))) {
      Offer offer = scheduler.takeOffer();
      ExecutorInfo executor = executor("out", "exit 3", outside);
      scheduler.launch(offer, TestTasks.task("out", offer, executor, ""));
      assertThat(scheduler.takeUpdate("out", TaskState.TASK_FAILED).getReason())
          .isEqualTo(
              cluster.differs(
                  "the local fetcher refuses what leads out; Mesos refuses absolute paths alone",
                  TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED,
                  TaskStatus.Reason.REASON_EXECUTOR_TERMINATED));
    }
  }

  private String copying(String name) {
    return "cp lib/a/layer.bin " + directory.resolve(name) + "; exit 4";
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

  private void serve(String path, byte[] body) {
    files.createContext(
        path,
        exchange -> {
          if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
          }
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
