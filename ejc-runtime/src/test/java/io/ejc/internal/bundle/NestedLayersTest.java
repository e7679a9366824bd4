package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executable jars and shaded ones: what is in them becomes layers. */
class NestedLayersTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final String OWN = "com/acme/Job.class";
  private static final String API = "io/ejc/api/Ejc.class";

  @TempDir private Path work;
  private Path cache;

  @BeforeEach
  void emptyCache() {
    cache = work.resolve("cache");
  }

  @Test
  void a_jar_in_a_jar_travels_byte_for_byte() throws IOException {
    byte[] library = library("Lib.class");
    Path app = jar("app.jar", Map.of("BOOT-INF/lib/lib.jar", library));

    Layer layer = layers(List.of(new Source.NestedJar(app, "BOOT-INF/lib/lib.jar"))).get(0);

    assertThat(layer.name()).isEqualTo("lib.jar");
    assertThat(file(layer)).hasBinaryContent(library);
  }

  @Test
  void classes_in_a_jar_are_the_layer_that_the_exploded_directory_is() throws IOException {
    Path app = jar("app.jar", Map.of("BOOT-INF/classes/" + OWN, "class bytes".getBytes(UTF_8)));
    Path exploded = work.resolve("exploded/BOOT-INF/classes");
    Files.createDirectories(exploded.resolve(OWN).getParent());
    Files.writeString(exploded.resolve(OWN), "class bytes");

    Layer packed = layers(List.of(new Source.NestedDirectory(app, "BOOT-INF/classes/"))).get(0);
    Layer unpacked = layers(List.of(new Source.Directory(exploded))).get(0);

    assertThat(packed).isEqualTo(unpacked);
  }

  @Test
  void one_changed_class_changes_the_small_layer_and_takes_no_library_out_again()
      throws IOException {
    byte[] library = library("Lib.class");
    List<Layer> before = layers(executable(library, "one"));
    Files.setLastModifiedTime(file(before.get(1)), LONG_AGO);

    List<Layer> after = layers(executable(library, "two"));

    assertThat(after.get(0)).isNotEqualTo(before.get(0));
    assertThat(after.get(1)).isEqualTo(before.get(1));
    assertThat(Files.getLastModifiedTime(file(after.get(1)))).isEqualTo(LONG_AGO);
    List<Layer> other = layers(executable(library("Other.class"), "two"));
    assertThat(other.get(1)).isNotEqualTo(after.get(1));
  }

  @Test
  void a_remembered_layer_that_is_gone_is_taken_out_again() throws IOException {
    byte[] library = library("Lib.class");
    List<Layer> before = layers(executable(library, "one"));
    Files.delete(file(before.get(1)));

    assertThat(layers(executable(library, "one"))).isEqualTo(before);
    assertThat(file(before.get(1))).exists();
  }

  @Test
  void a_shaded_jar_is_an_own_layer_and_one_of_dependencies() throws IOException {
    List<Layer> before = layers(List.of(new Source.Jar(shaded("one"))));
    Files.delete(work.resolve("shaded.jar"));
    List<Layer> after = layers(List.of(new Source.Jar(shaded("two"))));

    assertThat(before)
        .extracting(Layer::name)
        .containsExactly("shaded.jar (own)", "shaded.jar (dependencies)");
    assertThat(after.get(0)).isNotEqualTo(before.get(0));
    assertThat(after.get(1)).isEqualTo(before.get(1));
    assertThat(names(before.get(0)))
        .containsExactly(
            "META-INF/",
            "META-INF/MANIFEST.MF",
            "META-INF/versions/",
            "META-INF/versions/21/",
            "META-INF/versions/21/com/",
            "META-INF/versions/21/com/acme/",
            "META-INF/versions/21/com/acme/Job.class",
            "application.properties",
            "com/",
            "com/acme/",
            OWN);
    assertThat(names(before.get(1)))
        .contains(API, "META-INF/services/a.B", "META-INF/MANIFEST.MF")
        .noneMatch(name -> name.contains("com/acme"));
    for (Layer part : before) {
      try (JarFile jar = new JarFile(file(part).toFile())) {
        assertThat(jar.isMultiRelease()).isTrue();
      }
    }
  }

  @Test
  void a_shaded_jar_that_did_not_change_is_not_divided_again() throws IOException {
    Path shaded = shaded("one");
    List<Layer> before = layers(List.of(new Source.Jar(shaded)));
    Files.setLastModifiedTime(file(before.get(1)), LONG_AGO);

    assertThat(layers(List.of(new Source.Jar(shaded)))).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(file(before.get(1)))).isEqualTo(LONG_AGO);
  }

  @Test
  void a_signed_jar_and_a_plain_one_stay_whole() throws IOException {
    Path signed =
        jar("signed.jar", Map.of(OWN, bytes("a"), API, bytes("b"), "META-INF/X.SF", bytes("c")));
    Path plain = jar("plain.jar", Map.of(OWN, bytes("a"), "org/lib/B.class", bytes("b")));

    for (Path whole : List.of(signed, plain)) {
      List<Layer> layers = layers(List.of(new Source.Jar(whole)));
      assertThat(layers).hasSize(1);
      assertThat(file(layers.get(0))).hasSameBinaryContentAs(whole);
    }
  }

  @Test
  void the_top_of_an_executable_jar_travels_without_its_launcher() throws IOException {
    Path app =
        jar(
            "app.jar",
            Map.of(
                "META-INF/MANIFEST.MF", bytes("Manifest-Version: 1.0\n\n"),
                "META-INF/spring/x.imports", bytes("a"),
                "META-INF/services/java.nio.file.spi.FileSystemProvider", bytes("b"),
                "org/springframework/boot/loader/A.class", bytes("c"),
                "BOOT-INF/classpath.idx", bytes("d")));

    List<Layer> layers = layers(List.of(new Source.LaunchedTop(app)));

    assertThat(layers).extracting(Layer::name).containsExactly("app.jar (top)");
    assertThat(names(layers.get(0)))
        .containsExactly("META-INF/", "META-INF/spring/", "META-INF/spring/x.imports");
  }

  @Test
  void files_of_the_host_travel_with_an_index_of_them() throws IOException {
    Path directory = Files.createDirectories(work.resolve("conf/deep"));
    Files.writeString(directory.resolve("a.txt"), "a");
    Path script = Files.writeString(work.resolve("run.sh"), "echo");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    BundlePlan plan =
        new BundlePlan(
            List.of(),
            new TreeMap<>(),
            List.of(),
            List.of(work.resolve("conf"), script),
            Long.MAX_VALUE);

    Layer layer = Bundler.bundle(plan, cache).bundle().applicationLayers().get(0);

    assertThat(layer.name()).isEqualTo("host-files.jar");
    try (JarFile jar = new JarFile(file(layer).toFile())) {
      assertThat(jar.getInputStream(jar.getEntry("META-INF/ejc-files.index")))
          .hasContent("- conf/deep/a.txt\nx run.sh\n");
      assertThat(jar.getInputStream(jar.getEntry("META-INF/ejc-files/conf/deep/a.txt")))
          .hasContent("a");
    }
  }

  private List<Source> executable(byte[] library, String text) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("BOOT-INF/classes/" + OWN, bytes(text));
    entries.put("BOOT-INF/lib/lib.jar", library);
    Files.deleteIfExists(work.resolve("app.jar"));
    Path app = jar("app.jar", entries);
    return List.of(
        new Source.NestedDirectory(app, "BOOT-INF/classes/"),
        new Source.NestedJar(app, "BOOT-INF/lib/lib.jar"));
  }

  private Path shaded(String text) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        JarFile.MANIFEST_NAME,
        bytes("Manifest-Version: 1.0\nMulti-Release: true\nBuilt: " + text + "\n\n"));
    entries.put(OWN, bytes(text));
    entries.put("META-INF/versions/21/" + OWN, bytes(text));
    entries.put("application.properties", bytes("a = b"));
    entries.put(API, bytes("api"));
    entries.put("META-INF/services/a.B", bytes("c.D"));
    return jar("shaded.jar", entries);
  }

  private byte[] library(String name) throws IOException {
    Path file = JarFiles.write(work.resolve("libraries").resolve(name + ".jar"), name);
    Files.setLastModifiedTime(file, LONG_AGO);
    return Files.readAllBytes(file);
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path file = work.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setLastModifiedTime(LONG_AGO);
        jar.putNextEntry(header);
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return file;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private List<String> names(Layer layer) throws IOException {
    try (JarFile jar = new JarFile(file(layer).toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  private List<Layer> layers(List<Source> sources) {
    BundlePlan plan =
        new BundlePlan(sources, new TreeMap<>(), List.of("com.acme"), List.of(), Long.MAX_VALUE);
    return Bundler.bundle(plan, cache).bundle().applicationLayers();
  }

  private Path file(Layer layer) {
    return cache.resolve("layers").resolve(layer.sha256() + ".jar");
  }
}
