package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ejc.api.AttemptView;
import io.ejc.api.Ejc;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import io.ejc.e2e.image.ImageJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Executors in a Docker image, which {@code ejc.test.mesos.image} names, on a named master whose
 * agents start it. The local cluster starts no containers.
 */
@EnabledIfSystemProperty(named = "ejc.test.mesos.image", matches = ".+")
class ImageIT {

  private static final String OUTSIDE = "image.outside";
  private static final String IMAGE = "image.name";

  @TempDir private Path directory;
  private ClusterUnderTest cluster;

  @BeforeEach
  void findTheCluster() {
    cluster = ClusterUnderTest.named();
    System.setProperty(OUTSIDE, directory.toString());
    System.setProperty(IMAGE, System.getProperty("ejc.test.mesos.image"));
  }

  @AfterEach
  void tearDown() {
    System.clearProperty(OUTSIDE);
    System.clearProperty(IMAGE);
    cluster.close();
  }

  @Test
  void an_executor_starts_in_its_image_and_finds_everything_there() throws Exception {
    try (Ejc ejc = host("image-plain")) {
      String told = told(ejc, "first");

      assertThat(told).contains("parameter-exists=false", "directory=/mnt/mesos/sandbox");
    }
  }

  @Test
  void a_command_runs_in_its_image() throws Exception {
    try (Ejc ejc = host("image-command")) {
      assertThat(ended(ejc, "look-around", "inside").state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void a_named_cache_of_the_agent_outlives_the_container() throws Exception {
    Path cache = Files.createDirectory(directory.resolve("cache"));
    try (Ejc ejc = host("image-cache", "--ejc.executor.cacheDir=" + cache)) {
      told(ejc, "cold");
      ListAppender<ILoggingEvent> log = new ListAppender<>();
      log.start();
      server().addAppender(log);
      try {
        assertThat(told(ejc, "warm")).contains("directory=/mnt/mesos/sandbox");
      } finally {
        server().detachAppender(log);
      }

      assertThat(cache).isNotEmptyDirectory();
      assertThat(log.list).as("layers sent").isEmpty();
    }
  }

  /** Says what it sends. */
  private static Logger server() {
    return (Logger) LoggerFactory.getLogger("io.ejc.internal.serve");
  }

  @Test
  void a_named_cache_that_the_agent_does_not_have_is_told() throws Exception {
    try (Ejc ejc =
        host("image-missing", "--ejc.executor.cacheDir=" + directory.resolve("missing"))) {
      assertThat(told(ejc, "missing")).contains("HOST_PATH volume does not exist");
    }
  }

  private Ejc host(String name, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--ejc.name=" + cluster.name(name),
                "--ejc.mesos.master=" + cluster.master(),
                "--ejc.zookeeper.servers=" + cluster.zookeeper(),
                "--ejc.serve.port=0",
                "--ejc.advertise.address=127.0.0.1",
                "--ejc.failover.maxLosses=0",
                "--ejc.bundle.dir=" + directory.resolve("bundle"),
                "--ejc.executor.image=" + System.getProperty("ejc.test.mesos.image")));
    Hosts.EXECUTOR_OPTIONS.forEach(option -> args.add(option.replaceFirst("^-D", "--")));
    args.addAll(List.of(more));
    return Ejc.run(ImageJobs.class, args.toArray(String[]::new));
  }

  private static String told(Ejc ejc, String key) throws Exception {
    RunView run = ended(ejc, "where", key);
    List<AttemptView> attempts = run.items().get(0).attempts();
    return attempts.get(attempts.size() - 1).failure().orElseThrow().message();
  }

  private static RunView ended(Ejc ejc, String job, String key) throws Exception {
    return ejc.whenEnded(ejc.trigger(job, key).id())
        .get(ChildJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
