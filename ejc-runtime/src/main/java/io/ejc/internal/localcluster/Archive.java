package io.ejc.internal.localcluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Unpacks what a Mesos fetcher unpacks, known by the file's name; a jar is not unpacked. */
final class Archive {

  private static final List<String> TAR =
      List.of(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz");

  private Archive() {}

  static boolean recognized(String name) {
    return tar(name) || name.endsWith(".zip") || name.endsWith(".gz");
  }

  static void extract(Path file, String name, Path directory)
      throws IOException, InterruptedException {
    if (tar(name)) {
      untar(file, directory);
    } else if (name.endsWith(".zip")) {
      unzip(file, directory);
    } else {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        Path target = directory.resolve(name.substring(0, name.length() - ".gz".length()));
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean tar(String name) {
    return TAR.stream().anyMatch(name::endsWith);
  }

  private static void untar(Path file, Path directory) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "-C", directory.toString(), "-xf", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = tar.waitFor();
    if (status != 0) {
      throw new IOException("tar exited with status " + status + ": " + said.strip());
    }
  }

  private static void unzip(Path file, Path directory) throws IOException {
    Map<String, Object> permissions = Map.of("enablePosixFileAttributes", true);
    try (FileSystem zip = FileSystems.newFileSystem(file, permissions)) {
      for (Path root : zip.getRootDirectories()) {
        try (Stream<Path> entries = Files.walk(root)) {
          for (Path entry : (Iterable<Path>) entries::iterator) {
            unpack(root, entry, directory);
          }
        }
      }
    }
  }

  private static void unpack(Path root, Path entry, Path directory) throws IOException {
    Path target = directory.resolve(root.relativize(entry).toString()).normalize();
    if (!target.startsWith(directory.normalize())) {
      throw new IOException("entry '" + entry + "' would leave the sandbox");
    }
    if (Files.isDirectory(entry)) {
      Files.createDirectories(target);
      return;
    }
    Files.copy(entry, target, StandardCopyOption.REPLACE_EXISTING);
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(entry);
    if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
      Fetcher.makeExecutable(target);
    }
  }
}
