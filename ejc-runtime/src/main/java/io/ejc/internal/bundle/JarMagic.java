package io.ejc.internal.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells jars from other files by their first bytes, as the JVM does; the ending does not matter.
 */
final class JarMagic {

  private JarMagic() {}

  static boolean isJar(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4
          && start[0] == 'P'
          && start[1] == 'K'
          && ((start[2] == 3 && start[3] == 4) || (start[2] == 5 && start[3] == 6));
    } catch (IOException e) {
      throw new BundleException("class path: " + file + " (expected: a readable file)", e);
    }
  }
}
