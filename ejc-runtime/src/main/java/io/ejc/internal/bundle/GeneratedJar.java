package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes generated classes as a jar whose bytes depend on them alone, as {@link DirectoryJar}'s do.
 */
final class GeneratedJar {

  private final SortedMap<String, byte[]> classes;

  /**
   * A jar that is to be written.
   *
   * @param classes class files by the names of the classes
   */
  GeneratedJar(SortedMap<String, byte[]> classes) {
    this.classes = classes;
  }

  /**
   * Writes the jar.
   *
   * @param jar the file to write
   * @return the SHA-256 of its bytes
   */
  String writeTo(Path jar) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(new DigestOutputStream(file, digest), UTF_8)) {
      for (Map.Entry<String, byte[]> type : classes.entrySet()) {
        write(zip, type.getKey().replace('.', '/') + ".class", type.getValue());
      }
    }
    return Sha256.hex(digest);
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry header = new ZipEntry(name);
    header.setTimeLocal(DirectoryJar.ENTRY_TIME);
    header.setMethod(ZipEntry.STORED);
    header.setSize(content.length);
    header.setCrc(crc.getValue());
    zip.putNextEntry(header);
    zip.write(content);
    zip.closeEntry();
  }
}
