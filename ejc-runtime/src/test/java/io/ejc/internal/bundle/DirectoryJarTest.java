package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryJarTest {

  @TempDir private Path work;

  @Test
  void classes_for_newer_javas_stay_what_the_manifest_says_they_are() throws IOException {
    Path classes = work.resolve("classes");
    Files.createDirectories(classes.resolve("META-INF/versions/17"));
    Files.writeString(
        classes.resolve("META-INF/MANIFEST.MF"), "Manifest-Version: 1.0\nMulti-Release: true\n\n");
    Files.writeString(classes.resolve("a.txt"), "old");
    Files.writeString(classes.resolve("META-INF/versions/17/a.txt"), "new");
    Path file = work.resolve("classes.jar");

    assertThat(new DirectoryJar(classes).writeTo(file)).isEqualTo(Sha256.of(file));

    try (JarFile jar =
        new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.Version.parse("17"))) {
      assertThat(jar.isMultiRelease()).isTrue();
      assertThat(jar.getInputStream(jar.getEntry("a.txt"))).hasContent("new");
    }
  }

  /** Writes its jar into the directory itself, which is then not the same before and after. */
  @Test
  void says_so_when_the_directory_changes_meanwhile() throws IOException {
    Files.writeString(work.resolve("A.class"), "bytes");

    assertThatThrownBy(() -> new DirectoryJar(work).writeTo(work.resolve("B.class")))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "class path: "
                + work
                + " changed while it was bundled (expected: a finished build); start again when the"
                + " build has ended");
  }
}
