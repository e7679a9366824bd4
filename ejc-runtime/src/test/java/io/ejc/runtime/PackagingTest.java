package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagingTest {

  @TempDir private Path directory;

  @Test
  void a_property_that_names_a_file_of_this_host_is_told_from_any_other() throws IOException {
    Path file = Files.writeString(directory.resolve("shop.yml"), "open: true");

    assertThat(Packaging.namesFileHere(file.toString())).isTrue();
    assertThat(Packaging.namesFileHere(file.toUri().toString())).isTrue();
    assertThat(Packaging.namesFileHere(directory.resolve("missing").toString())).isFalse();
    assertThat(Packaging.namesFileHere("shop.yml")).isFalse();
    assertThat(Packaging.namesFileHere("60000ms")).isFalse();
    assertThat(Packaging.namesFileHere("file:no path")).isFalse();
    assertThat(Packaging.namesFileHere("a\u0000b")).isFalse();
  }
}
