package io.ejc.internal.discover;

import io.github.classgraph.ClassInfo;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Whether another jar may add a class to a package. It may not when the package's jar is signed or
 * the package sealed: the JVM refuses such a class when it is loaded.
 */
final class SharedPackage {

  private SharedPackage() {}

  /** What keeps a generated class away from a class; empty when nothing does. */
  static Optional<String> problem(ClassInfo type) {
    File file = type.getClasspathElementFile();
    if (file == null || !file.isFile()) {
      return Optional.empty();
    }
    try (JarFile jar = new JarFile(file, false)) {
      if (isSealed(jar.getManifest(), type.getPackageName().replace('.', '/') + "/")) {
        return Optional.of("in a sealed package of " + file.getName());
      }
      boolean signed = jar.stream().anyMatch(entry -> isSignature(entry.getName()));
      return signed ? Optional.of("in " + file.getName() + ", which is signed") : Optional.empty();
    } catch (IOException e) {
      return Optional.of("in " + file.getName() + ", which cannot be read: " + e.getMessage());
    }
  }

  private static boolean isSealed(Manifest manifest, String path) {
    if (manifest == null) {
      return false;
    }
    String all = manifest.getMainAttributes().getValue(Attributes.Name.SEALED);
    Attributes own = manifest.getAttributes(path);
    String sealed = own == null ? null : own.getValue(Attributes.Name.SEALED);
    return "true".equalsIgnoreCase(sealed == null ? all : sealed);
  }

  private static boolean isSignature(String entry) {
    return entry.toUpperCase(Locale.ROOT).matches("META-INF/[^/]+\\.SF");
  }
}
