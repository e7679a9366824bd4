package io.ejc.internal.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Knows the loaders of Spring Boot's executable archives, of 3.2 and newer and of those before. */
final class BootLauncher {

  private static final String LOADER = "org.springframework.boot.loader.";

  private BootLauncher() {}

  static boolean isLoader(ClassLoader loader) {
    return loader.getClass().getName().startsWith(LOADER);
  }

  /** Whether this is an executable archive, or the directory of an exploded one. */
  static boolean isRoot(Path entry) {
    try {
      Manifest manifest = manifest(entry);
      String main =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      return main != null && main.startsWith(LOADER);
    } catch (IOException e) {
      throw new BundleException(
          "class path: " + entry + " (expected: a readable jar); build the application again", e);
    }
  }

  private static @Nullable Manifest manifest(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      Path file = entry.resolve(JarFile.MANIFEST_NAME);
      if (!Files.isRegularFile(file)) {
        return null;
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new Manifest(in);
      }
    }
    if (!JarMagic.isJar(entry)) {
      return null;
    }
    try (JarFile jar = new JarFile(entry.toFile(), false)) {
      return jar.getManifest();
    }
  }
}
