package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Writes small jars for tests. */
final class JarFiles {

  private JarFiles() {}

  static Path write(Path file, String... entryNames) throws IOException {
    return writeNaming(file, "", entryNames);
  }

  static Path writeNaming(Path file, String manifestClassPath, String... entryNames)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!manifestClassPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, manifestClassPath);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (String name : List.of(entryNames)) {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(name.getBytes(UTF_8));
        jar.closeEntry();
      }
    }
    return file;
  }
}
