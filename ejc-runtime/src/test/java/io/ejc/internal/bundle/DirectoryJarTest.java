package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryJarTest {

  @TempDir private Path work;

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
