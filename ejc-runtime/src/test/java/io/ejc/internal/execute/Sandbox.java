package io.ejc.internal.execute;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A sandbox directory into which layers were fetched. */
final class Sandbox {

  private static final Path JOBS = Path.of("io/ejc/internal/execute/agentjobs");

  private final Path directory;
  private final List<Layer> layers = new ArrayList<>();

  Sandbox(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("layers"));
  }

  Path directory() {
    return directory;
  }

  List<Layer> layers() {
    return List.copyOf(layers);
  }

  String read(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  boolean has(String file) {
    return Files.exists(directory.resolve(file));
  }

  /** Adds a layer with the test's jobs. */
  Sandbox withJobs() throws IOException {
    Path classes = Path.of("target", "test-classes");
    Path jar = directory.resolve("new.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.list(classes.resolve(JOBS))) {
      for (Path file : files.sorted().toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
      }
    }
    return add("jobs", jar);
  }

  /** Adds a layer with one text file. */
  Sandbox withFile(String name, String text) throws IOException {
    Path jar = directory.resolve("new.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return add("file", jar);
  }

  /** Adds a copy of the jar of a class. */
  Sandbox withJarOf(Class<?> type) throws IOException {
    Path jar = directory.resolve("new.jar");
    Files.copy(codeOf(type), jar);
    return add(type.getSimpleName(), jar);
  }

  /** Nobody gives a layer; what lies there is verified. */
  static LayerFetch fetch(Path sandbox) {
    Sources nobody =
        new Sources() {
          @Override
          public List<String> bases() {
            return List.of();
          }

          @Override
          public String authorization(String base) {
            return "";
          }
        };
    LayerCache none = LayerCache.at(LayerCache.NONE, 0, sandbox);
    return new LayerFetch(none, sandbox.resolve("layers"), nobody, 100, 100);
  }

  /** Changes one byte of the last layer and returns the layer. */
  Layer corruptLast() throws IOException {
    Layer last = layers.get(layers.size() - 1);
    Path file = directory.resolve("layers").resolve(last.sha256() + ".jar");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    return last;
  }

  /** Removes the last layer's file and returns the layer. */
  Layer removeLast() throws IOException {
    Layer last = layers.get(layers.size() - 1);
    Files.delete(directory.resolve("layers").resolve(last.sha256() + ".jar"));
    return last;
  }

  /** Where a class was loaded from. */
  static Path codeOf(Class<?> type) {
    return Path.of(
        java.net.URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private Sandbox add(String name, Path jar) throws IOException {
    String sha256 = sha256(jar);
    layers.add(new Layer(sha256, Files.size(jar), name));
    Files.move(jar, directory.resolve("layers").resolve(sha256 + ".jar"));
    return this;
  }

  private static String sha256(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
