package io.ejc.internal.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Knows the loaders of Spring Boot's executable archives, of 3.2 and newer and of those before. */
final class BootLauncher {

  private static final String LOADER = "org.springframework.boot.loader.";

  /** What belongs to the launcher, or is read by its loader. The manifest names it. */
  private static final Pattern LAUNCHERS =
      Pattern.compile(
          "(BOOT-INF|WEB-INF|org/springframework/boot/loader)/.*"
              + "|META-INF/MANIFEST\\.MF"
              + "|META-INF/services/java\\.nio\\.file\\.spi\\.FileSystemProvider");

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

  /** The layer of what lies at the top, if anything does. */
  static Optional<LayerStore.Kept> top(Source.LaunchedTop top, LayerStore store)
      throws IOException {
    SortedMap<String, StoredJar.Content> entries = new TreeMap<>();
    if (Files.isDirectory(top.root())) {
      try (Stream<Path> walk = Files.walk(top.root(), FileVisitOption.FOLLOW_LINKS)) {
        for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
          String name = top.root().relativize(file).toString().replace('\\', '/');
          if (!LAUNCHERS.matcher(name).matches()) {
            entries.put(name, StoredJar.Content.of(file));
          }
        }
      }
      return made(top, entries, store);
    }
    try (ZipFile zip = new ZipFile(top.root().toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        if (!entry.isDirectory() && !LAUNCHERS.matcher(entry.getName()).matches()) {
          entries.put(entry.getName(), StoredJar.Content.of(zip, entry));
        }
      }
      return made(top, entries, store);
    }
  }

  private static Optional<LayerStore.Kept> made(
      Source.LaunchedTop top, SortedMap<String, StoredJar.Content> entries, LayerStore store)
      throws IOException {
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            store.make(
                top.name() + " (top)", new StoredJar(StoredJar.withDirectories(entries))::writeTo));
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
