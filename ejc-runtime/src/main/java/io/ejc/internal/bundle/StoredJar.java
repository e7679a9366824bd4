package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A jar whose bytes depend on names and contents of its entries alone, as {@link DirectoryJar}'s
 * do.
 */
final class StoredJar {

  private final SortedMap<String, Content> entries;

  /**
   * A jar that is to be written.
   *
   * @param entries what is in it, by name; names that end with a slash are directories
   */
  StoredJar(SortedMap<String, Content> entries) {
    this.entries = entries;
  }

  /** What one entry holds. Read twice at most, and only while its origin is open. */
  interface Content {

    Content NOTHING = of(new byte[0]);

    long size();

    long crc();

    InputStream open() throws IOException;

    static Content of(byte[] bytes) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      return new Bytes(bytes, crc.getValue());
    }

    /** Read once for its checksum. */
    static Content of(Path file) throws IOException {
      return new OnDisk(file, Files.size(file), DirectoryJar.crc(file));
    }

    static Content of(ZipFile zip, ZipEntry entry) {
      return new Zipped(zip, entry);
    }
  }

  private record Bytes(byte[] bytes, long crc) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  private record OnDisk(Path file, long size, long crc) implements Content {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  private record Zipped(ZipFile zip, ZipEntry entry) implements Content {
    @Override
    public long size() {
      return entry.getSize();
    }

    @Override
    public long crc() {
      return entry.getCrc();
    }

    @Override
    public InputStream open() throws IOException {
      return zip.getInputStream(entry);
    }
  }

  /** The same entries, and every directory that one of them lies in: what looks for files does. */
  static SortedMap<String, Content> withDirectories(SortedMap<String, Content> entries) {
    SortedMap<String, Content> all = new TreeMap<>(entries);
    for (String name : entries.keySet()) {
      for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
        all.putIfAbsent(name.substring(0, end + 1), Content.NOTHING);
      }
    }
    return all;
  }

  /**
   * Writes the jar.
   *
   * @param jar the file to write
   * @return the SHA-256 of its bytes
   */
  String writeTo(Path jar) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
        ZipOutputStream zip = new ZipOutputStream(new DigestOutputStream(file, digest), UTF_8)) {
      for (Map.Entry<String, Content> entry : entries.entrySet()) {
        write(zip, entry.getKey(), entry.getValue());
      }
    }
    return Sha256.hex(digest);
  }

  private static void write(ZipOutputStream zip, String name, Content content) throws IOException {
    ZipEntry header = new ZipEntry(name);
    header.setTimeLocal(DirectoryJar.ENTRY_TIME);
    header.setMethod(ZipEntry.STORED);
    header.setSize(content.size());
    header.setCrc(content.crc());
    zip.putNextEntry(header);
    try (InputStream in = content.open()) {
      in.transferTo(zip);
    }
    // refuses a content that is not the one of which size and checksum were told
    zip.closeEntry();
  }
}
