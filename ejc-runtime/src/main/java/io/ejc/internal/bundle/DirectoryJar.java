package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a class directory as a jar whose bytes depend on names and contents of its files alone:
 * sorted entries, one fixed time, no extra fields. Entries are stored and not compressed, because
 * compressed bytes differ between zlib versions, and two hosts with the same classes must name the
 * same bundle.
 */
final class DirectoryJar {

  // not the first day that zip knows: the JDK takes that one for "earlier", and then writes the
  // exact
  // time in the host's zone as an extra field
  static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Path directory;

  DirectoryJar(Path directory) {
    this.directory = directory;
  }

  /** Whether there is any file in it. */
  boolean isEmpty() throws IOException {
    return entries().values().stream().noneMatch(entry -> entry.size >= 0);
  }

  /**
   * Writes the jar.
   *
   * @param jar the file to write
   * @return the SHA-256 of its bytes
   * @throws BundleException when the directory changes meanwhile
   */
  String writeTo(Path jar) throws IOException {
    SortedMap<String, Entry> before = entries();
    MessageDigest digest = Sha256.digest();
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
        ZipOutputStream zip = new ZipOutputStream(new DigestOutputStream(file, digest), UTF_8)) {
      for (var entry : before.entrySet()) {
        write(zip, entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      if (!entries().equals(before)) {
        throw changed(e);
      }
      throw e;
    }
    if (!entries().equals(before)) {
      throw changed(new IOException("other files or times than before"));
    }
    return Sha256.hex(digest);
  }

  private void write(ZipOutputStream zip, String name, Entry entry) throws IOException {
    ZipEntry header = new ZipEntry(name);
    header.setTimeLocal(ENTRY_TIME);
    header.setMethod(ZipEntry.STORED);
    Path file = directory.resolve(name);
    boolean hasContent = entry.size >= 0;
    header.setSize(Math.max(0, entry.size));
    header.setCrc(hasContent ? crc(file) : 0);
    zip.putNextEntry(header);
    if (hasContent) {
      Files.copy(file, zip);
    }
    // refuses a content that is not the one of which size and checksum were taken
    zip.closeEntry();
  }

  static long crc(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        CheckedInputStream checked = new CheckedInputStream(in, new CRC32())) {
      checked.transferTo(OutputStream.nullOutputStream());
      return checked.getChecksum().getValue();
    }
  }

  /** Every file and directory by its name in the jar; directories end with a slash. */
  private SortedMap<String, Entry> entries() throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        if (!path.equals(directory)) {
          add(path, entries);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries;
  }

  private void add(Path path, SortedMap<String, Entry> entries) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    StringBuilder name = new StringBuilder();
    for (Path part : directory.relativize(path)) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    if (attributes.isDirectory()) {
      // the time of a directory says nothing about what will be in the jar
      entries.put(name.append('/').toString(), new Entry(-1, ""));
    } else if (attributes.isRegularFile()) {
      entries.put(
          name.toString(),
          new Entry(attributes.size(), attributes.lastModifiedTime().toInstant().toString()));
    }
  }

  private BundleException changed(IOException cause) {
    return new BundleException(
        "class path: "
            + directory
            + " changed while it was bundled (expected: a finished build); start again when the"
            + " build has ended",
        cause);
  }

  /** Size and time of change of a file; a directory has size -1. */
  private record Entry(long size, String modified) {}
}
