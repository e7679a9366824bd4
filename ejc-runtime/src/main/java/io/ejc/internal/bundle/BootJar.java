package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The program that an executor without layers begins with: one class, which travels inside the
 * start command. It is taken as it lies on this host's class path, whatever shape that has.
 */
public final class BootJar {

  private static final String CLASS = "io/ejc/internal/execute/boot/Boot.class";

  private BootJar() {}

  /**
   * The jar as text.
   *
   * @return base 64, without line ends
   * @throws BundleException when the class is missing
   */
  public static String base64() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = BootJar.class.getClassLoader().getResourceAsStream(CLASS)) {
      if (in == null) {
        throw missing(null);
      }
      try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
        zip.setLevel(Deflater.BEST_COMPRESSION);
        ZipEntry entry = new ZipEntry(CLASS);
        entry.setTimeLocal(DirectoryJar.ENTRY_TIME);
        zip.putNextEntry(entry);
        in.transferTo(zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw missing(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static BundleException missing(@Nullable IOException cause) {
    String words =
        "class path: "
            + CLASS
            + " is missing (expected: the whole of ejc-runtime); do not exclude parts of it";
    return cause == null ? new BundleException(words) : new BundleException(words, cause);
  }
}
