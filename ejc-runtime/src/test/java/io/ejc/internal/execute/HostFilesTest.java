package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.bundle.BundleFiles;
import io.ejc.internal.bundle.BundlePlan;
import io.ejc.internal.bundle.Bundler;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {

  @TempDir private Path work;

  @Test
  void what_was_named_on_the_host_lies_in_the_sandbox() throws IOException {
    Path deep = Files.createDirectories(work.resolve("conf/deep"));
    Files.writeString(deep.resolve("shop.yml"), "open: true");
    Path script = Files.writeString(work.resolve("run.sh"), "echo");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path sandbox = Files.createDirectories(work.resolve("sandbox"));
    BundleFiles bundle =
        Bundler.bundle(
            new BundlePlan(
                List.of(),
                new TreeMap<>(),
                List.of(),
                List.of(work.resolve("conf"), script),
                Long.MAX_VALUE),
            work.resolve("cache"));
    String layer = bundle.bundle().applicationLayers().get(0).sha256();

    try (URLClassLoader loader = loader(Objects.requireNonNull(bundle.files().get(layer)))) {
      HostFiles.unpack(loader, sandbox);
    }

    assertThat(sandbox.resolve("conf/deep/shop.yml")).hasContent("open: true").isReadable();
    assertThat(sandbox.resolve("run.sh")).hasContent("echo").isExecutable();
    assertThat(sandbox.resolve("conf/deep/shop.yml").toFile().canExecute()).isFalse();
  }

  @Test
  void nothing_is_written_outside_of_the_sandbox() throws IOException {
    Path layer = Files.createDirectories(work.resolve("layer/META-INF"));
    Files.writeString(layer.resolve("ejc-files.index"), "- ../outside.txt\n");
    Path sandbox = Files.createDirectories(work.resolve("sandbox"));

    try (URLClassLoader loader = loader(work.resolve("layer"))) {
      assertThatThrownBy(() -> HostFiles.unpack(loader, sandbox))
          .isInstanceOf(IOException.class)
          .hasMessage("../outside.txt (expected: a path in the sandbox)");
    }
    assertThat(work.resolve("outside.txt")).doesNotExist();
  }

  private static URLClassLoader loader(Path layer) throws IOException {
    return new URLClassLoader(
        new URL[] {layer.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }
}
