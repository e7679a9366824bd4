package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorJarTest {

  @TempDir private Path work;
  private Path jar;

  @BeforeEach
  void make() {
    jar = make(work.resolve("cache"));
  }

  @Test
  void it_holds_the_executor_and_its_api_and_nothing_of_the_host() throws IOException {
    List<String> names = names();

    assertThat(names)
        .contains(
            "io/ejc/internal/execute/ExecutorMain.class",
            "io/ejc/internal/model/TaskPayload.class",
            "io/ejc/internal/wire/ExecutorCalls.class",
            "io/ejc/api/FenceTable.class",
            "io/ejc/api/spi/JobFactory.class",
            "com/fasterxml/jackson/core/JsonFactory.class",
            "org/apache/mesos/v1/executor/Protos.class")
        .allMatch(
            name ->
                name.matches(
                    "(io/ejc/api|io/ejc/internal/(execute|model|wire|trigger)|org/apache/mesos"
                        + "|com/cronutils|com/fasterxml/jackson/core)/.*\\.class"));
    assertThat(names).noneMatch(name -> name.startsWith("org/apache/mesos/scheduler/"));
    assertThat(names).noneMatch(name -> name.startsWith("org/apache/mesos/v1/scheduler/"));
  }

  @Test
  void it_is_all_that_a_schedule_needs() throws Exception {
    try (URLClassLoader executor = loader()) {
      Class<?> schedule = executor.loadClass("io.ejc.internal.trigger.CronSchedule");
      for (String cron : List.of("0/5 * * * * ?", "0 0 0 LW * ?", "0 0 1 ? JAN-MAR 6#3 2026")) {
        Object parsed =
            schedule
                .getMethod("parse", String.class, ZoneId.class)
                .invoke(null, cron, ZoneId.of("Europe/Berlin"));
        assertThat(schedule.getMethod("nextAfter", Instant.class).invoke(parsed, Instant.EPOCH))
            .isNotEqualTo(Optional.empty());
      }
    }
  }

  @Test
  void every_class_in_it_finds_all_that_it_needs_to_be_loaded() throws Exception {
    try (URLClassLoader executor = loader()) {
      for (String name : names()) {
        String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
        // optional parts of the libraries for what an application may have
        if (type.startsWith("io.ejc.") || type.startsWith("org.apache.mesos.")) {
          assertThat(Class.forName(type, false, executor).getDeclaredMethods()).isNotNull();
        }
      }
    }
  }

  @Test
  void it_has_the_same_bytes_at_another_time_in_another_directory() {
    assertThat(make(work.resolve("another cache"))).hasSameBinaryContentAs(jar);
  }

  @Test
  void it_is_made_once_of_the_same_sources() throws IOException {
    FileTime made = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(jar, made);

    assertThat(make(work.resolve("cache"))).isEqualTo(jar);
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(made);
  }

  @Test
  void names_a_part_that_is_missing_or_in_no_file() {
    ClassLoader loader = getClass().getClassLoader();

    assertThatThrownBy(() -> ExecutorJar.sources(List.of("no.such.Type"), loader))
        .hasMessageStartingWith("executor: no.such.Type is missing (expected: ");
    assertThatThrownBy(() -> ExecutorJar.sources(List.of("java.lang.String"), loader))
        .hasMessageContaining("java.lang.String comes from the JVM's own classes (expected: ");
  }

  private List<String> names() throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  private static Path make(Path cache) {
    BundleFiles files = Bundler.bundle(BundlePlan.of(List.of(), new TreeMap<>()), cache);
    String sha256 = files.bundle().executorLayers().get(0).sha256();
    return Objects.requireNonNull(files.files().get(sha256));
  }
}
