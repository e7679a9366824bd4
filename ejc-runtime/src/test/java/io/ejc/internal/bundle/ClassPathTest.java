package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

  @TempDir private Path temporary;
  private Path work;

  @BeforeEach
  void realDirectory() throws IOException {
    work = temporary.toRealPath();
  }

  @Test
  void keeps_the_order_and_the_first_of_each_file() throws IOException {
    Path b = JarFiles.write(work.resolve("b.jar"), "B.class");
    Path a = JarFiles.write(work.resolve("a.jar"), "A.class");
    Path classes = Files.createDirectory(work.resolve("classes"));
    Files.createSymbolicLink(work.resolve("link.jar"), a);

    assertThat(of("b.jar", "classes", "a.jar", "./b.jar", "link.jar", "classes/../a.jar"))
        .containsExactly(b, classes, a);
  }

  @Test
  void leaves_out_what_does_not_exist() throws IOException {
    Path a = JarFiles.write(work.resolve("a.jar"), "A.class");

    assertThat(of("missing.jar", "a.jar", "missing/*")).containsExactly(a);
  }

  @Test
  void reads_an_empty_entry_as_the_working_directory() {
    assertThat(of("")).containsExactly(work);
  }

  @Test
  void expands_a_wildcard_to_the_jars_of_its_directory_by_name() throws IOException {
    Path b = JarFiles.write(work.resolve("lib/b.jar"), "B.class");
    Path a = JarFiles.write(work.resolve("lib/a.JAR"), "A.class");
    Files.writeString(work.resolve("lib/readme.txt"), "no jar");

    assertThat(of("lib/*")).containsExactly(a, b);
  }

  @Test
  void replaces_a_jar_that_holds_only_a_manifest_by_what_it_names() throws IOException {
    Path classes = Files.createDirectory(work.resolve("my classes"));
    Path a = JarFiles.write(work.resolve("lib/a.jar"), "A.class");
    JarFiles.writeNaming(
        work.resolve("booter.jar"),
        classes.toUri() + " lib/a.jar lib/missing.jar http://127.0.0.1/x.jar %%");

    assertThat(of("booter.jar")).containsExactly(classes, a);
  }

  @Test
  void puts_what_a_manifest_names_right_after_its_jar() throws IOException {
    Path a = JarFiles.writeNaming(work.resolve("a.jar"), "b.jar", "A.class");
    Path b = JarFiles.writeNaming(work.resolve("b.jar"), "a.jar c.jar", "B.class");
    Path c = JarFiles.write(work.resolve("c.jar"), "C.class");
    Path z = JarFiles.write(work.resolve("z.jar"), "Z.class");

    assertThat(of("a.jar", "z.jar", "c.jar")).containsExactly(a, b, c, z);
  }

  @Test
  void names_a_jar_that_cannot_be_read() throws IOException {
    Files.write(work.resolve("cut.jar"), new byte[] {'P', 'K', 3, 4, 0, 0});

    assertThatThrownBy(() -> of("cut.jar"))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("cut.jar (expected: a readable jar)");
  }

  @Test
  void finds_the_class_path_of_the_test_itself() throws Exception {
    Path testClasses =
        Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI());

    assertThat(ClassPath.ofThisProcess())
        .contains(testClasses)
        .noneMatch(file -> file.getFileName().toString().startsWith("surefirebooter"));
  }

  private List<Path> of(String... entries) {
    return ClassPath.of(Stream.of(entries).collect(Collectors.joining(File.pathSeparator)), work);
  }
}
