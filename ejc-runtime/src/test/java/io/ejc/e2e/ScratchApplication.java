package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An application in a directory of its own: copies of the classes of one package, and of every jar
 * that a user of ejc-runtime inherits, so that a test can take all of it away.
 */
final class ScratchApplication {

  private static final Pattern ONLY_FOR_TESTS =
      Pattern.compile(
          ".*/(test-classes|[^/]*(junit|opentest4j|apiguardian|assertj|awaitility"
              + "|hamcrest|archunit|jqwik|quartz|jspecify|surefire)[^/]*\\.jar)/?");
  private static final String LOGBACK =
      """
      <configuration>
        <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%-5level %logger{0} - %msg%n</pattern></encoder>
        </appender>
        <logger name="org.apache.zookeeper" level="WARN"/>
        <logger name="org.apache.curator" level="WARN"/>
        <root level="INFO"><appender-ref ref="console"/></root>
      </configuration>
      """;

  private final Path directory;
  private final Path classes;
  private final Path libraries;

  private ScratchApplication(Path directory) {
    this.directory = directory;
    this.classes = directory.resolve("classes");
    this.libraries = directory.resolve("lib");
  }

  /** Copies the package of a class, and the libraries, into a directory. */
  static ScratchApplication of(Class<?> main, Path directory) {
    ScratchApplication application = new ScratchApplication(directory);
    try {
      Path compiled = Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
      String folder = main.getPackageName().replace('.', '/');
      copy(compiled.resolve(folder), application.classes.resolve(folder));
      Files.writeString(application.classes.resolve("logback.xml"), LOGBACK);
      Files.createDirectories(application.libraries);
      int number = 0;
      for (Path library : inherited()) {
        library(library, application.libraries, number++);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return application;
  }

  /** What a user of ejc-runtime inherits, and Logback. */
  static List<Path> inherited() {
    List<Path> inherited =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !ONLY_FOR_TESTS.matcher(entry.replace('\\', '/')).matches())
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    assertThat(inherited).hasSizeGreaterThan(10);
    return inherited;
  }

  /** The class path of the host. */
  List<Path> classPath() {
    List<Path> entries = new ArrayList<>(List.of(classes));
    try (Stream<Path> copies = Files.list(libraries)) {
      entries.addAll(copies.sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** The class path without what has one of these words in its name. */
  List<Path> classPathWithout(String... words) {
    return classPath().stream()
        .filter(
            entry ->
                Arrays.stream(words).noneMatch(w -> entry.getFileName().toString().contains(w)))
        .toList();
  }

  Path directory() {
    return directory;
  }

  /** Nothing that the host's class path names is there any more. */
  void takeAway() {
    move(classes, directory.resolve("away-classes"));
    move(libraries, directory.resolve("away-lib"));
  }

  /** Everything is there again. */
  void bringBack() {
    move(directory.resolve("away-classes"), classes);
    move(directory.resolve("away-lib"), libraries);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A module that is not packaged yet becomes a jar, as a user would have it. */
  private static void library(Path library, Path libraries, int number) throws IOException {
    if (!Files.isDirectory(library)) {
      Files.copy(library, libraries.resolve(number + "-" + library.getFileName()));
      return;
    }
    String module = String.valueOf(library.toAbsolutePath().getParent().getParent().getFileName());
    Path jar = libraries.resolve(number + "-" + module + ".jar");
    URI uri = URI.create("jar:" + jar.toUri());
    try (FileSystem inside = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      copy(library, inside.getPath("/"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
