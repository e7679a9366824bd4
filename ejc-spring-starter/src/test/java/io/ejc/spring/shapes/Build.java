package io.ejc.spring.shapes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Does to an application what build tools do. */
final class Build {

  private static final Pattern ONLY_FOR_TESTS =
      Pattern.compile(
          ".*/(test-classes|[^/]*(junit|opentest4j|apiguardian|assertj|jspecify|surefire|snakeyaml"
              + "|loader-tools|loader-classic|commons-compress|commons-codec|commons-io|commons-lang3)[^/]*\\.jar)/?");
  private static final Pattern OF_SPRING = Pattern.compile(".*(spring|micrometer).*");
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

  private Build() {}

  /** Compiled classes of one package of this test's, and the files that lie beside them. */
  static Path classes(Path directory, Class<?> main, List<String> without) throws IOException {
    String folder = main.getPackageName().replace('.', '/');
    Path to = Files.createDirectories(directory.resolve(folder));
    try (Stream<Path> compiled = Files.list(Path.of("target", "test-classes", folder))) {
      for (Path file : (Iterable<Path>) compiled::iterator) {
        if (without.stream().noneMatch(file.getFileName().toString()::startsWith)) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    Files.writeString(directory.resolve("logback.xml"), LOGBACK);
    // Spring Boot's executable jars have it at their top, beside the launcher
    Files.createDirectories(directory.resolve("META-INF"));
    Files.writeString(directory.resolve("META-INF/shop.motto"), "fresh");
    return directory;
  }

  /** Jars of what an application needs, and one with a library of its own for another language. */
  static List<Path> libraries(Path directory, boolean spring) throws IOException {
    Files.createDirectories(directory);
    String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    for (Path entry : Arrays.stream(classPath).map(Path::of).filter(Files::exists).toList()) {
      String text = entry.toAbsolutePath().toString();
      if (!ONLY_FOR_TESTS.matcher(text).matches()
          && (spring || !OF_SPRING.matcher(text).matches())) {
        library(entry.toAbsolutePath(), directory);
      }
    }
    Map<String, byte[]> payload =
        Map.of("native/libpayload.so", "ELF of the payload".getBytes(UTF_8));
    jar(directory.resolve("payload.jar"), payload, Map.of());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static void library(Path entry, Path to) throws IOException {
    if (Files.isDirectory(entry)) {
      String module = String.valueOf(entry.getParent().getParent().getFileName());
      jar(to.resolve(module + ".jar"), filesOf(entry), Map.of());
    } else {
      Files.copy(entry, to.resolve(entry.getFileName()));
    }
  }

  /** All files of a directory, by their paths in it. */
  static Map<String, byte[]> filesOf(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  /** Writes a jar; what its entries bring as a manifest gives way to this one. */
  static Path jar(Path file, Map<String, byte[]> entries, Map<String, String> attributes)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        if (!entry.getKey().equals(JarFile.MANIFEST_NAME)) {
          jar.putNextEntry(new ZipEntry(entry.getKey()));
          jar.write(entry.getValue());
          jar.closeEntry();
        }
      }
    }
    return file;
  }

  /** One jar of everything: the first of a name wins, and lists of services are joined. */
  static Path shaded(Path file, Path classes, List<Path> libraries, String main)
      throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>(filesOf(classes));
    for (Path library : libraries) {
      try (JarFile jar = new JarFile(library.toFile())) {
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
          if (!entry.isDirectory() && !entry.getName().endsWith("module-info.class")) {
            byte[] content = content(jar, entry);
            all.merge(entry.getName(), content, (a, b) -> joined(entry.getName(), a, b));
          }
        }
      }
    }
    return jar(file, all, Map.of("Main-Class", main));
  }

  private static byte[] joined(String name, byte[] first, byte[] second) {
    return name.startsWith("META-INF/services/")
        ? (new String(first, UTF_8) + "\n" + new String(second, UTF_8)).getBytes(UTF_8)
        : first;
  }

  /** An executable jar with the launcher that Spring Boot had before 3.2. */
  static Path classic(Path file, Path executable) throws IOException {
    try (JarFile jar = new JarFile(executable.toFile());
        JarFile launcher = new JarFile(classicLoader().toFile());
        OutputStream out = Files.newOutputStream(file)) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest
          .getMainAttributes()
          .put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.JarLauncher");
      try (JarOutputStream made = new JarOutputStream(out, manifest)) {
        copy(launcher, Pattern.compile("org/springframework/boot/loader/.*"), made);
        copy(jar, Pattern.compile("BOOT-INF/.*|META-INF/shop\\..*"), made);
      }
    }
    return file;
  }

  private static Path classicLoader() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.contains("loader-classic"))
        .map(Path::of)
        .findFirst()
        .orElseThrow();
  }

  private static void copy(JarFile from, Pattern names, JarOutputStream to) throws IOException {
    for (JarEntry entry : (Iterable<JarEntry>) from.stream()::iterator) {
      if (names.matcher(entry.getName()).matches()) {
        byte[] content = content(from, entry);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry copy = new ZipEntry(entry.getName());
        // the launcher reads jars in place
        copy.setMethod(ZipEntry.STORED);
        copy.setSize(content.length);
        copy.setCrc(crc.getValue());
        to.putNextEntry(copy);
        to.write(content);
        to.closeEntry();
      }
    }
  }

  /** What unzip does. */
  static void unpack(Path file, Path directory) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        Path to = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(to);
        } else {
          Files.createDirectories(to.getParent());
          Files.write(to, content(jar, entry));
        }
      }
    }
  }

  private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
