package io.ejc.internal.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Class files where the host has them, as they are for the oldest Java: what a multi-release jar
 * holds for newer ones is not read, because the host's Java may be newer than the agents'.
 */
interface ClassContainer extends AutoCloseable {

  /** The bytes of a file, by its path with slashes. */
  Optional<byte[]> read(String path) throws IOException;

  /** The paths of all files below a folder that is told with its last slash. */
  List<String> below(String folder) throws IOException;

  @Override
  void close() throws IOException;

  static ClassContainer open(Source source, SourceLayers layers) throws IOException {
    if (source instanceof Source.Directory directory) {
      return new OnDisk(directory.directory());
    }
    if (source instanceof Source.NestedDirectory nested) {
      return new InJar(new ZipFile(nested.outer().toFile()), nested.prefix());
    }
    if (source instanceof Source.NestedJar nested) {
      return new InJar(new ZipFile(layers.jarInJar(nested).file().toFile()), "");
    }
    return new InJar(new ZipFile(((Source.Jar) source).file().toFile()), "");
  }

  record OnDisk(Path directory) implements ClassContainer {

    @Override
    public Optional<byte[]> read(String path) throws IOException {
      Path file = directory.resolve(path);
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public List<String> below(String folder) throws IOException {
      Path start = directory.resolve(folder);
      if (!Files.isDirectory(start)) {
        return List.of();
      }
      try (Stream<Path> files = Files.walk(start)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> directory.relativize(file).toString().replace('\\', '/'))
            .toList();
      }
    }

    @Override
    public void close() {}
  }

  record InJar(ZipFile zip, String prefix) implements ClassContainer {

    @Override
    public Optional<byte[]> read(String path) throws IOException {
      ZipEntry entry = zip.getEntry(prefix + path);
      if (entry == null || entry.isDirectory()) {
        return Optional.empty();
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return Optional.of(in.readAllBytes());
      }
    }

    @Override
    public List<String> below(String folder) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(prefix + folder) && !name.endsWith("/"))
          .map(name -> name.substring(prefix.length()))
          .toList();
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
