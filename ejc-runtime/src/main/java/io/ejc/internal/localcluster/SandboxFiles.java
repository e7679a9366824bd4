package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sandboxes of an agent for readers from outside, and nothing else of the machine: by their
 * place on disk, or as {@code /frameworks/ID/executors/ID/runs/ID}, where the last may be {@code
 * latest}. Any thread.
 */
final class SandboxFiles {

  /** As much is read at once as Mesos' own limit. */
  static final int LONGEST_READ = 16 * 4_096;

  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;

  private final Sandboxes sandboxes;

  SandboxFiles(Sandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  /** A file or directory, named as it was asked for. */
  record Entry(
      String path, long size, int mode, String permissions, long mtime, String uid, String gid) {}

  /** Where the executor's sandbox is on disk. */
  String directory(ExecutorSession executor) {
    return sandboxes
        .path(executor.frameworkId(), executor.id(), executor.containerId())
        .toAbsolutePath()
        .toString();
  }

  /** What lies in a directory, by name; null if there is no such one in a sandbox. */
  @Nullable List<Entry> list(String asked) throws IOException {
    Path directory = resolve(asked);
    if (directory == null || !Files.isDirectory(directory)) {
      return null;
    }
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      List<Path> sorted = new ArrayList<>();
      files.forEach(sorted::add);
      sorted.sort(null);
      String parent = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
      for (Path file : sorted) {
        entries.add(entry(parent + "/" + file.getFileName(), file));
      }
    }
    return entries;
  }

  /** The file, or null if there is none in a sandbox. */
  @Nullable Path file(String asked) throws IOException {
    Path file = resolve(asked);
    return file != null && Files.isRegularFile(file) ? file : null;
  }

  static byte[] read(Path file, long offset, long length) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long left = Math.max(0, channel.size() - offset);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Math.min(length, LONGEST_READ), left));
      channel.position(offset);
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes);
      }
      byte[] content = new byte[bytes.position()];
      bytes.flip().get(content);
      return content;
    }
  }

  private @Nullable Path resolve(String asked) throws IOException {
    Path path;
    try {
      path = asked.startsWith("/frameworks/") ? virtual(asked) : Path.of(asked);
    } catch (InvalidPathException e) {
      return null;
    }
    if (path == null || !path.isAbsolute() || !Files.exists(path)) {
      return null;
    }
    // What a task links to is not shown, or it could show the machine.
    Path real = path.toRealPath();
    return real.startsWith(sandboxes.root().toRealPath()) ? path.normalize() : null;
  }

  /** {@code /frameworks/F/executors/E/runs/R/...} */
  private @Nullable Path virtual(String asked) throws IOException {
    String[] parts = asked.split("/", 8);
    if (parts.length < 7 || !parts[3].equals("executors") || !parts[5].equals("runs")) {
      return null;
    }
    Path executor = sandboxes.root().resolve(parts[2]).resolve(parts[4]);
    Path run = parts[6].equals("latest") ? latest(executor) : executor.resolve(parts[6]);
    if (run == null) {
      return null;
    }
    return (parts.length == 8 ? run.resolve(parts[7]) : run).toAbsolutePath();
  }

  private static @Nullable Path latest(Path executor) throws IOException {
    if (!Files.isDirectory(executor)) {
      return null;
    }
    Path latest = null;
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(executor)) {
      for (Path run : runs) {
        if (latest == null
            || Files.getLastModifiedTime(run).compareTo(Files.getLastModifiedTime(latest)) > 0) {
          latest = run;
        }
      }
    }
    return latest;
  }

  private static Entry entry(String path, Path file) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int type = FILE;
    char letter = '-';
    if (attributes.isDirectory()) {
      type = DIRECTORY;
      letter = 'd';
    } else if (attributes.isSymbolicLink()) {
      type = LINK;
      letter = 'l';
    }
    return new Entry(
        path,
        attributes.size(),
        type | bits(PosixFilePermissions.toString(attributes.permissions())),
        letter + PosixFilePermissions.toString(attributes.permissions()),
        attributes.lastModifiedTime().toInstant().getEpochSecond(),
        attributes.owner().getName(),
        attributes.group().getName());
  }

  /** {@code rw-r--r--} as the number that stat(2) gives. */
  private static int bits(String permissions) {
    int bits = 0;
    for (int i = 0; i < permissions.length(); i++) {
      bits = bits << 1 | (permissions.charAt(i) == '-' ? 0 : 1);
    }
    return bits;
  }
}
