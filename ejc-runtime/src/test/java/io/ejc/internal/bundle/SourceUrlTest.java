package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceUrlTest {

  @TempDir private Path work;
  private Path jar;
  private String path;

  @BeforeEach
  void executableJar() throws IOException {
    jar =
        JarFiles.write(
            Files.createDirectories(work.resolve("my app")).resolve("app 1+1.jar"),
            "BOOT-INF/",
            "BOOT-INF/classes/",
            "BOOT-INF/classes/A.class",
            "BOOT-INF/lib/a+b.jar");
    path = jar.toUri().getRawPath();
  }

  @Test
  void a_file_is_a_jar_or_a_directory() {
    assertThat(SourceUrl.read("file:" + path)).contains(new Source.Jar(jar));
    assertThat(SourceUrl.read("jar:file:" + path + "!/")).contains(new Source.Jar(jar));
    assertThat(SourceUrl.read(work.toUri().toString())).contains(new Source.Directory(work));
  }

  @Test
  void both_ways_of_spring_boot_to_tell_of_what_is_in_an_executable_jar_are_known() {
    Source lib = new Source.NestedJar(jar, "BOOT-INF/lib/a+b.jar");
    Source classes = new Source.NestedDirectory(jar, "BOOT-INF/classes/");

    assertThat(SourceUrl.read("jar:file:" + path + "!/BOOT-INF/lib/a+b.jar!/")).contains(lib);
    assertThat(SourceUrl.read("jar:file:" + path + "!/BOOT-INF/classes!/")).contains(classes);
    assertThat(SourceUrl.read("jar:nested:" + path + "/!BOOT-INF/lib/a+b.jar!/")).contains(lib);
    assertThat(SourceUrl.read("jar:nested:" + path + "/!BOOT-INF/classes/!/")).contains(classes);
    assertThat(SourceUrl.read("jar:nested:" + jar + "/!BOOT-INF/classes/!/")).contains(classes);
  }

  @Test
  void what_is_no_file_or_lies_deeper_cannot_be_read() {
    assertThat(SourceUrl.read("http://127.0.0.1/a.jar")).isEmpty();
    assertThat(SourceUrl.read("jar:file:" + path + "!/BOOT-INF/lib/a.jar!/inner.jar!/")).isEmpty();
    assertThat(SourceUrl.read("jrt:/java.base")).isEmpty();
  }

  @Test
  void people_know_a_source_by_its_file_name() {
    assertThat(new Source.NestedJar(jar, "BOOT-INF/lib/a.jar").name()).isEqualTo("a.jar");
    assertThat(new Source.NestedDirectory(jar, "BOOT-INF/classes/").name()).isEqualTo("classes");
    assertThat(new Source.Jar(jar).name()).isEqualTo("app 1+1.jar");
    assertThat(new Source.Directory(Path.of("/")).name()).isEqualTo("root");
  }
}
