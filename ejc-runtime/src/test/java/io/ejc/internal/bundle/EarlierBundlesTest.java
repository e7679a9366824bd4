package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierBundlesTest {

  @TempDir private Path directory;

  private BundleFiles bundle(String digit, String content) throws IOException {
    String own = digit.repeat(64);
    String executor = "e".repeat(64);
    Path file = Files.writeString(directory.resolve(own + ".jar"), content);
    Path shared = Files.writeString(directory.resolve(executor + ".jar"), "executor");
    Layer layer = new Layer(own, content.length(), "shop.jar");
    return new BundleFiles(
        new Bundle(
            new BundleId(own), List.of(new Layer(executor, 8, "ejc-executor.jar")), List.of(layer)),
        Map.of(own, file, executor, shared));
  }

  @Test
  void bundles_made_before_are_found_as_long_as_their_layers_are_there() throws IOException {
    EarlierBundles earlier = new EarlierBundles(directory);
    BundleFiles first = bundle("1", "first");
    BundleFiles second = bundle("2", "second");

    assertThat(earlier.before(first).bundles()).isEmpty();
    EarlierBundles.Found found = earlier.before(second);

    assertThat(found.bundles()).containsExactly(first.bundle().id());
    assertThat(found.files()).containsOnlyKeys("1".repeat(64));
    assertThat(found.open()).containsOnlyKeys("e".repeat(64));
    Files.delete(directory.resolve("1".repeat(64) + ".jar"));
    assertThat(earlier.before(second).bundles()).isEmpty();
  }

  @Test
  void layers_that_the_last_five_bundles_do_not_need_go_when_they_are_old() throws IOException {
    Path layers = Files.createDirectories(directory.resolve("layers"));
    EarlierBundles earlier = new EarlierBundles(directory);
    BundleFiles current = null;
    for (int i = 1; i <= 7; i++) {
      current = inLayers(layers, String.valueOf(i));
      assertThat(earlier.before(current).bundles()).hasSizeLessThan(6);
      Files.setLastModifiedTime(
          directory.resolve("bundles").resolve(current.bundle().id().value()),
          FileTime.from(Instant.parse("2030-01-01T00:00:00Z").plusSeconds(i)));
    }
    Path young = Files.writeString(layers.resolve("9".repeat(64) + ".jar"), "another host's");
    Instant now = Instant.parse("2030-01-03T00:00:00Z");
    Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofHours(23))));

    earlier.sweep(Objects.requireNonNull(current), () -> now);

    assertThat(layers.resolve("1".repeat(64) + ".jar")).doesNotExist();
    for (int i = 2; i <= 7; i++) {
      assertThat(layers.resolve(String.valueOf(i).repeat(64) + ".jar")).exists();
    }
    assertThat(young).exists();
    assertThat(layers).isDirectoryNotContaining("glob:**.old");
  }

  private BundleFiles inLayers(Path layers, String digit) throws IOException {
    BundleFiles outside = bundle(digit, digit);
    String own = digit.repeat(64);
    Path file = Files.writeString(layers.resolve(own + ".jar"), digit);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    Map<String, Path> files = new HashMap<>(outside.files());
    files.put(own, file);
    return new BundleFiles(outside.bundle(), files);
  }

  @Test
  void a_layer_that_has_changed_or_a_memory_that_is_damaged_is_not_served() throws IOException {
    EarlierBundles earlier = new EarlierBundles(directory);
    assertThat(earlier.before(bundle("1", "first")).bundles()).isEmpty();
    Files.writeString(directory.resolve("1".repeat(64) + ".jar"), "longer than before");
    Files.writeString(directory.resolve("bundles").resolve("3".repeat(64)), "nonsense");

    assertThat(earlier.before(bundle("2", "second")).bundles()).isEmpty();
  }
}
