package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads where classes come from as class loaders tell it: {@code file:}, {@code jar:file:}, and
 * what Spring Boot's loaders make of executable jars: {@code
 * jar:file:/app.jar!/BOOT-INF/lib/a.jar!/} up to Spring Boot 3.1, {@code
 * jar:nested:/app.jar/!BOOT-INF/lib/a.jar!/} since 3.2.
 */
final class SourceUrl {

  private static final String JAR = "jar:";
  private static final String FILE = "file:";
  private static final String NESTED = "nested:";
  private static final String INSIDE = "!/";
  private static final String INSIDE_NESTED = "/!";

  private SourceUrl() {}

  /** The source, or nothing when it does not lie in a file of this machine. */
  static Optional<Source> read(URL url) {
    return read(url.toString());
  }

  static Optional<Source> read(String url) {
    String text = url.startsWith(JAR) ? url.substring(JAR.length()) : url;
    text = text.endsWith(INSIDE) ? text.substring(0, text.length() - INSIDE.length()) : text;
    boolean nested = text.startsWith(NESTED);
    if (!nested && !text.startsWith(FILE)) {
      return Optional.empty();
    }
    String separator = nested ? INSIDE_NESTED : INSIDE;
    int inside = text.indexOf(separator);
    String outer = inside < 0 ? text : text.substring(0, inside);
    String entry = inside < 0 ? "" : text.substring(inside + separator.length());
    try {
      Path file = nested ? nestedPath(outer) : Path.of(URI.create(outer));
      return entry.isEmpty() ? onDisk(file) : insideOf(file, decoded(entry));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty(); // not an address of a file
    }
  }

  private static Path nestedPath(String outer) {
    return Path.of(URI.create(FILE + outer.substring(NESTED.length()).replace(" ", "%20")));
  }

  private static Optional<Source> onDisk(Path file) {
    return Optional.of(Files.isDirectory(file) ? new Source.Directory(file) : new Source.Jar(file));
  }

  /** One jar deep, as every loader that we know puts them. */
  private static Optional<Source> insideOf(Path outer, String entry) {
    if (entry.contains(INSIDE)) {
      return Optional.empty();
    }
    String name = entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry;
    try (ZipFile zip = new ZipFile(outer.toFile())) {
      // asked for without the slash, a zip gives its directories too
      ZipEntry found = zip.getEntry(name);
      boolean directory = found == null || found.isDirectory() || entry.endsWith("/");
      return Optional.of(
          directory
              ? new Source.NestedDirectory(outer, name + "/")
              : new Source.NestedJar(outer, name));
    } catch (IOException e) {
      throw new BundleException(
          "class path: " + outer + " (expected: a readable jar); build the application again", e);
    }
  }

  /** Percent signs alone: a plus is a plus in a path. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
