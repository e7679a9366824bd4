package io.ejc.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostClassPathTest {

  private static final String TYPE = JarFiles.class.getName();

  @TempDir private Path temporary;
  private Path work;
  private Path classes;

  @BeforeEach
  void ownClasses() throws IOException {
    work = temporary.toRealPath();
    classes = work.resolve("classes");
    String file = TYPE.replace('.', '/') + ".class";
    Files.createDirectories(classes.resolve(file).getParent());
    Files.copy(Path.of("target", "test-classes", file), classes.resolve(file));
  }

  @Test
  void loaders_are_read_parents_first_and_each_place_once() throws Exception {
    Path a = JarFiles.write(work.resolve("a.jar"), "A.class");
    Path b = JarFiles.writeNaming(work.resolve("b.jar"), "c.jar", "B.class");
    Path c = JarFiles.write(work.resolve("c.jar"), "C.class");
    try (URLClassLoader parent = loader(ClassLoader.getPlatformClassLoader(), b.toUri());
        URLClassLoader child = loader(parent, a.toUri(), classes.toUri(), b.toUri())) {

      HostClassPath host = HostClassPath.of(child.loadClass(TYPE));

      assertThat(host.sources())
          .containsExactly(
              new Source.Jar(b),
              new Source.Jar(c),
              new Source.Jar(a),
              new Source.Directory(classes));
      assertThat(host.leftBehind()).isEmpty();
    }
  }

  @Test
  void what_lies_in_an_executable_jar_keeps_its_order() throws Exception {
    Path jar = JarFiles.write(work.resolve("app.jar"), "BOOT-INF/lib/b.jar", "BOOT-INF/lib/a.jar");
    URI b = URI.create("jar:" + jar.toUri() + "!/BOOT-INF/lib/b.jar!/");
    URI a = URI.create("jar:" + jar.toUri() + "!/BOOT-INF/lib/a.jar!/");
    try (URLClassLoader loader =
        loader(ClassLoader.getPlatformClassLoader(), b, a, classes.toUri())) {

      assertThat(HostClassPath.of(loader.loadClass(TYPE)).sources())
          .containsExactly(
              new Source.NestedJar(jar, "BOOT-INF/lib/b.jar"),
              new Source.NestedJar(jar, "BOOT-INF/lib/a.jar"),
              new Source.Directory(classes));
    }
  }

  @Test
  void what_cannot_travel_is_named_in_one_sentence_each() throws Exception {
    Path library = Files.writeString(work.resolve("libnative.so"), "ELF");
    Path text = Files.writeString(work.resolve("text.jar"), "no jar");
    Path jar = JarFiles.writeNaming(work.resolve("a.jar"), "text.jar", "A.class");
    try (URLClassLoader loader =
        loader(
            ClassLoader.getPlatformClassLoader(),
            classes.toUri(),
            library.toUri(),
            jar.toUri(),
            URI.create("http://127.0.0.1/far.jar"))) {

      HostClassPath host = HostClassPath.of(loader.loadClass(TYPE));

      assertThat(host.leftBehind())
          .containsExactly(
              "class path: "
                  + library
                  + " stays behind (expected: a jar or a directory); ejc.bundle.files carries other"
                  + " files",
              "class path: "
                  + text
                  + " stays behind (expected: a jar or a directory); ejc.bundle.files carries other"
                  + " files",
              "class path: http://127.0.0.1/far.jar stays behind (expected: a jar or a directory of"
                  + " this machine, at most one jar deep)");
    }
  }

  @Test
  void a_loader_that_does_not_tell_what_it_reads_is_named() throws Exception {
    ClassLoader silent = new ClassLoader("silent", ClassLoader.getPlatformClassLoader()) {};
    try (URLClassLoader loader = loader(silent, classes.toUri())) {

      assertThat(HostClassPath.of(loader.loadClass(TYPE)).leftBehind())
          .singleElement()
          .asString()
          .startsWith("class loader " + silent.getClass().getName())
          .contains("what it loads stays behind (expected: ");
    }
  }

  @Test
  void excluded_entries_stay_behind_unless_they_are_included() throws Exception {
    Path tool = JarFiles.write(work.resolve("lombok-1.jar"), "A.class");
    Path kept = JarFiles.write(work.resolve("lombok-kept.jar"), "B.class");
    NameRules rules = new NameRules(List.of("lombok-*.jar", "gen*"), List.of("*kept*"));
    try (URLClassLoader loader =
        loader(ClassLoader.getPlatformClassLoader(), classes.toUri(), tool.toUri(), kept.toUri())) {

      assertThat(HostClassPath.of(loader.loadClass(TYPE)).without(rules).sources())
          .containsExactly(new Source.Directory(classes), new Source.Jar(kept));
    }
    assertThat(NameRules.isGlob("a[")).isFalse();
    assertThat(NameRules.isGlob("lib/*.jar")).isFalse();
    assertThat(NameRules.isGlob("*.jar")).isTrue();
  }

  @Test
  void agents_of_the_command_line_are_named_without_their_options() {
    assertThat(
            LeftBehind.options(
                List.of("-Xmx1g", "-javaagent:/opt/a.jar=key=s3cret", "-Xbootclasspath/a:/opt/b")))
        .satisfiesExactly(
            agent ->
                assertThat(agent)
                    .startsWith("java agent /opt/a.jar: stays behind")
                    .doesNotContain("s3cret"),
            option -> assertThat(option).startsWith("JVM option -Xbootclasspath/a:/opt/b: "));
  }

  private static URLClassLoader loader(ClassLoader parent, URI... places) throws IOException {
    URL[] urls = new URL[places.length];
    for (int i = 0; i < places.length; i++) {
      urls[i] = places[i].toURL();
    }
    return new URLClassLoader(urls, parent);
  }
}
