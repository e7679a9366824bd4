package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlerTest {

  private static final SortedMap<String, byte[]> NONE = new TreeMap<>();

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir private Path work;
  private Path cache;

  @BeforeEach
  void emptyCache() {
    cache = work.resolve("cache");
  }

  @Test
  void gives_the_same_bundle_in_another_directory_at_another_time() throws IOException {
    BundleFiles first = bundle(application("one"));
    cache = work.resolve("another cache");
    List<Path> copy = application("two");
    Files.setLastModifiedTime(copy.get(1).resolve("com/acme/Job.class"), LONG_AGO);
    BundleFiles second = bundle(copy);

    assertThat(second.bundle()).isEqualTo(first.bundle());
    String classes = first.bundle().applicationLayers().get(1).sha256();
    assertThat(file(second, classes))
        .isNotEqualTo(file(first, classes))
        .hasSameBinaryContentAs(file(first, classes));
  }

  @Test
  void gives_another_id_for_another_order_content_or_name() throws IOException {
    List<Path> application = application("one");
    String id = bundle(application).bundle().id().value();

    assertThat(bundle(List.of(application.get(1), application.get(0))).bundle().id().value())
        .isNotEqualTo(id);
    Path job = application.get(1).resolve("com/acme/Job.class");
    Files.writeString(job, "other bytes");
    String changed = bundle(application).bundle().id().value();
    assertThat(changed).isNotEqualTo(id);
    Files.move(job, job.resolveSibling("Task.class"));
    assertThat(bundle(application).bundle().id().value()).isNotIn(id, changed);
  }

  @Test
  void keeps_copies_and_names_layers_by_their_content() throws IOException {
    List<Path> application = application("one");

    BundleFiles files = bundle(application);

    Layer jar = files.bundle().applicationLayers().get(0);
    assertThat(jar.name()).isEqualTo("lib.jar");
    assertThat(jar.size()).isEqualTo(Files.size(application.get(0)));
    assertThat(file(files, jar.sha256()))
        .isEqualTo(cache.resolve("layers").resolve(jar.sha256() + ".jar"))
        .hasSameBinaryContentAs(application.get(0));
    Layer classes = files.bundle().applicationLayers().get(1);
    assertThat(classes.name()).isEqualTo("classes");
    assertThat(file(files, classes.sha256()))
        .isEqualTo(cache.resolve("layers").resolve(classes.sha256() + ".jar"));
    for (String sha256 : files.files().keySet()) {
      assertThat(Sha256.of(file(files, sha256))).isEqualTo(sha256);
    }
  }

  @Test
  void writes_directories_as_sorted_entries_without_times_and_extras() throws IOException {
    BundleFiles files = bundle(application("one"));

    Layer classes = files.bundle().applicationLayers().get(1);
    try (JarFile jar = new JarFile(file(files, classes.sha256()).toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly("com/", "com/acme/", "com/acme/Job.class", "jobs.properties");
      assertThat(jar.stream())
          .allMatch(entry -> entry.getTimeLocal().getYear() == 1980 && entry.getExtra() == null);
      assertThat(jar.getInputStream(jar.getEntry("com/acme/Job.class")))
          .hasContent("class bytes of Job");
    }
  }

  @Test
  void generated_classes_are_one_layer_before_all_others_with_the_same_bytes_each_time()
      throws IOException {
    List<Path> application = application("one");
    SortedMap<String, byte[]> generated =
        new TreeMap<>(Map.of("com.acme.Jobs#b", new byte[] {2}, "com.acme.Jobs#a", new byte[] {1}));

    BundleFiles files = Bundler.bundle(BundlePlan.of(sources(application), generated), cache);

    Layer layer = files.bundle().applicationLayers().get(0);
    assertThat(layer.name()).isEqualTo("method-jobs.jar");
    assertThat(files.bundle().applicationLayers()).hasSize(3);
    try (JarFile jar = new JarFile(file(files, layer.sha256()).toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly("com/acme/Jobs#a.class", "com/acme/Jobs#b.class");
    }
    cache = work.resolve("another cache");
    assertThat(Bundler.bundle(BundlePlan.of(sources(application), generated), cache).bundle())
        .isEqualTo(files.bundle());
    assertThat(bundle(application).bundle().applicationLayers()).hasSize(2);
  }

  @Test
  void bundles_the_class_path_of_this_process() {
    HostClassPath host = HostClassPath.of(BundlerTest.class);

    BundleFiles files = Bundler.bundle(BundlePlan.of(host.sources(), NONE), cache);

    assertThat(host.leftBehind()).isEmpty();
    assertThat(files.bundle().executorLayers())
        .singleElement()
        .extracting(Layer::name)
        .isEqualTo("ejc-executor.jar");
    assertThat(files.bundle().applicationLayers()).hasSizeGreaterThan(10);
    assertThat(files.files()).containsKeys(files.bundle().executorLayers().get(0).sha256());
    assertThat(files.summary())
        .matches("\\d+ layers, .* \\(executor 1 layer, .*; application .*\\)");
  }

  @Test
  void leaves_nothing_but_layers_in_the_cache() throws IOException {
    bundle(application("one"));

    try (Stream<Path> files = Files.walk(cache)) {
      assertThat(files.filter(Files::isRegularFile)).noneMatch(f -> f.toString().endsWith("part"));
    }
  }

  @Test
  void lists_equal_content_once_and_keeps_one_file() throws IOException {
    List<Path> application = application("one");
    Path copy = Files.copy(application.get(0), work.resolve("copy.jar"));

    BundleFiles files = bundle(List.of(application.get(0), application.get(1), copy));

    assertThat(files.bundle().applicationLayers()).hasSize(2);
    assertThat(files.files()).hasSize(3);
  }

  @Test
  void an_empty_directory_is_no_layer() throws IOException {
    Path empty = Files.createDirectories(work.resolve("empty/also/empty")).getParent();

    assertThat(bundle(List.of(empty)).bundle().applicationLayers()).isEmpty();
  }

  @Test
  void a_jar_that_vanished_is_named() {
    assertThatThrownBy(() -> bundle(List.of(work.resolve("gone.jar"))))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(
            "gone.jar vanished while it was bundled (expected: a finished build)");
  }

  @Test
  void a_bundle_that_is_too_large_is_refused_with_its_largest_parts() throws IOException {
    List<Path> application = application("one");
    BundlePlan plan = new BundlePlan(sources(application), NONE, List.of(), List.of(), 100);

    assertThatThrownBy(() -> Bundler.bundle(plan, cache))
        .isInstanceOf(BundleException.class)
        .hasMessageMatching(
            "bundle: 0\\.0 MiB \\(expected: at most 0\\.0 MiB, ejc\\.bundle\\.maxMB\\); its largest"
                + " parts: (classes|lib.jar) 0.0 MiB, (classes|lib.jar) 0.0 MiB;"
                + " leave behind with ejc\\.bundle\\.exclude what jobs do not need, or raise"
                + " ejc\\.bundle\\.maxMB");
  }

  @Test
  void remembers_the_hash_of_an_unchanged_jar() throws IOException {
    Path jar = JarFiles.write(work.resolve("a.jar"), "A.class");
    Files.setLastModifiedTime(jar, LONG_AGO);
    String hash = new HashMemory(cache).sha256(jar);
    byte[] bytes = Files.readAllBytes(jar);
    bytes[bytes.length - 1]++;
    Files.write(jar, bytes);
    Files.setLastModifiedTime(jar, LONG_AGO);

    assertThat(new HashMemory(cache).sha256(jar)).isEqualTo(hash).isNotEqualTo(Sha256.of(jar));
  }

  @Test
  void hashes_again_when_size_or_time_changed_or_the_change_is_fresh() throws IOException {
    HashMemory memory = new HashMemory(cache);
    Path jar = Files.writeString(work.resolve("a.jar"), "one");
    assertThat(memory.sha256(jar)).isEqualTo(Sha256.of("one"));

    FileTime fresh = Files.getLastModifiedTime(jar);
    Files.writeString(jar, "two");
    Files.setLastModifiedTime(jar, fresh);
    assertThat(memory.sha256(jar)).as("within one tick").isEqualTo(Sha256.of("two"));

    Files.setLastModifiedTime(jar, LONG_AGO);
    assertThat(memory.sha256(jar)).isEqualTo(Sha256.of("two"));
    Files.writeString(jar, "three");
    Files.setLastModifiedTime(jar, LONG_AGO);
    assertThat(memory.sha256(jar)).as("another size").isEqualTo(Sha256.of("three"));
    Files.writeString(jar, "seven");
    Files.setLastModifiedTime(jar, FileTime.from(LONG_AGO.toInstant().plusMillis(1)));
    assertThat(memory.sha256(jar)).as("another time").isEqualTo(Sha256.of("seven"));
  }

  @Test
  void hashes_again_when_the_memory_is_damaged_or_cannot_be_written() throws IOException {
    Path jar = Files.writeString(work.resolve("a.jar"), "one");
    Files.setLastModifiedTime(jar, LONG_AGO);
    new HashMemory(cache).sha256(jar);
    try (Stream<Path> memories = Files.list(cache)) {
      Files.writeString(memories.findFirst().orElseThrow(), "3 2020-01-01T00:00:00Z cut of");
    }
    assertThat(new HashMemory(cache).sha256(jar)).isEqualTo(Sha256.of("one"));

    Path file = Files.writeString(work.resolve("a file"), "and no directory");
    assertThat(new HashMemory(file).sha256(jar)).isEqualTo(Sha256.of("one"));
  }

  @Test
  void names_what_cannot_be_read() throws IOException {
    Path classes = Files.createDirectory(work.resolve("classes"));
    Files.createSymbolicLink(classes.resolve("A.class"), work.resolve("gone"));

    assertThatThrownBy(() -> bundle(List.of(classes)))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("A.class vanished while it was bundled (expected: a finished build)");
  }

  private List<Path> application(String name) throws IOException {
    Path jar = work.resolve(name).resolve("lib.jar");
    Path first = work.resolve("one/lib.jar");
    Files.createDirectories(jar.getParent());
    if (jar.equals(first) || !Files.exists(first)) {
      JarFiles.write(jar, "Lib.class");
    } else {
      Files.copy(first, jar);
    }
    Path classes = work.resolve(name).resolve("classes");
    Files.createDirectories(classes.resolve("com/acme"));
    Files.writeString(classes.resolve("jobs.properties"), "a = b");
    Files.writeString(classes.resolve("com/acme/Job.class"), "class bytes of Job");
    return List.of(jar, classes);
  }

  private BundleFiles bundle(List<Path> application) {
    return Bundler.bundle(BundlePlan.of(sources(application), NONE), cache);
  }

  private static List<Source> sources(List<Path> files) {
    return files.stream()
        .<Source>map(f -> Files.isDirectory(f) ? new Source.Directory(f) : new Source.Jar(f))
        .toList();
  }

  private static Path file(BundleFiles files, String sha256) {
    return Objects.requireNonNull(files.files().get(sha256));
  }
}
