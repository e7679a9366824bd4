package io.ejc.internal.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Files of the host that travel in a layer ({@code ejc.bundle.files}): laid into the sandbox, which
 * is the working directory of every item, before any user code runs.
 */
final class HostFiles {

  private static final String INDEX = "META-INF/ejc-files.index";
  private static final String FOLDER = "META-INF/ejc-files/";
  private static final String EXECUTABLE = "x ";

  private HostFiles() {}

  /**
   * Lays them out.
   *
   * @param loader sees the layers, all verified
   * @param sandbox where to
   */
  static void unpack(ClassLoader loader, Path sandbox) throws IOException {
    for (String line : index(loader)) {
      String name = line.substring(EXECUTABLE.length());
      Path file = sandbox.resolve(name).normalize();
      if (!file.startsWith(sandbox.normalize())) {
        throw new IOException(name + " (expected: a path in the sandbox)");
      }
      Files.createDirectories(file.getParent());
      try (InputStream in = loader.getResourceAsStream(FOLDER + name)) {
        if (in == null) {
          throw new IOException(name + " is in the index and not in its layer");
        }
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      if (line.startsWith(EXECUTABLE) && !file.toFile().setExecutable(true)) {
        throw new IOException(name + " cannot be made executable");
      }
    }
  }

  /** Lines of {@code x name} or {@code - name}. */
  private static List<String> index(ClassLoader loader) throws IOException {
    try (InputStream in = loader.getResourceAsStream(INDEX)) {
      return in == null
          ? List.of()
          : new BufferedReader(new InputStreamReader(in, UTF_8)).lines().toList();
    }
  }
}
