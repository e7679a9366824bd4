package io.ejc.internal.bundle;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The class path of this process as files: wildcards and manifests' {@code Class-Path} expanded,
 * each file once, where it stands first. What does not exist is left out, as the JVM does.
 */
final class ClassPath {

  private final Set<Path> seen = new HashSet<>();
  private final List<Path> entries = new ArrayList<>();

  private ClassPath() {}

  /**
   * The class path this process was started with.
   *
   * @return its jars, directories and other files, in order
   */
  static List<Path> ofThisProcess() {
    String classPath = System.getProperty("java.class.path", "");
    // an empty class path means the working directory, but not when a module was started
    boolean module = System.getProperty("jdk.module.main") != null;
    return classPath.isEmpty() && module ? List.of() : of(classPath, Path.of("").toAbsolutePath());
  }

  /**
   * Expands a class path.
   *
   * @param classPath entries with the platform's separator between them
   * @param workingDirectory what relative entries are relative to
   * @return its files in order
   */
  static List<Path> of(String classPath, Path workingDirectory) {
    ClassPath expanded = new ClassPath();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      expanded.add(entry, workingDirectory);
    }
    return List.copyOf(expanded.entries);
  }

  /** A jar or another file, and what its manifest names. */
  static List<Path> withManifests(Path file) {
    ClassPath expanded = new ClassPath();
    expanded.add(file);
    return List.copyOf(expanded.entries);
  }

  private void add(String entry, Path workingDirectory) {
    boolean wildcard =
        entry.equals("*") || entry.endsWith("/*") || entry.endsWith(File.separator + "*");
    try {
      if (wildcard) {
        jarsIn(workingDirectory.resolve(entry.substring(0, entry.length() - 1))).forEach(this::add);
      } else {
        add(workingDirectory.resolve(entry));
      }
    } catch (InvalidPathException e) {
      throw new BundleException("class path: " + entry + " (expected: a path)", e);
    }
  }

  private void add(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    if (!seen.add(realPath(file))) {
      return;
    }
    if (Files.isReadable(file) && JarMagic.isJar(file)) {
      addJar(file);
    } else {
      entries.add(file.normalize());
    }
  }

  /** The JVM reads the files that a jar's manifest names right after the jar. */
  private void addJar(Path file) {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Optional<String> classPath =
          Optional.ofNullable(jar.getManifest())
              .map(Manifest::getMainAttributes)
              .map(attributes -> attributes.getValue(Attributes.Name.CLASS_PATH));
      // build tools and IDEs start with a jar that holds paths of this machine and nothing else
      boolean onlyManifest =
          jar.stream().allMatch(entry -> entry.getName().matches("META-INF/(MANIFEST\\.MF)?"));
      if (classPath.isEmpty() || !onlyManifest) {
        entries.add(file.normalize());
      }
      StringTokenizer references = new StringTokenizer(classPath.orElse(""));
      while (references.hasMoreTokens()) {
        referenced(file, references.nextToken()).ifPresent(this::add);
      }
    } catch (IOException e) {
      throw new BundleException(
          "class path: " + file + " (expected: a readable jar); build the application again", e);
    }
  }

  private static Optional<Path> referenced(Path jar, String reference) {
    try {
      URI uri = jar.toUri().resolve(new URI(reference));
      return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty(); // the JVM passes over what it cannot read here
    }
  }

  private static List<Path> jarsIn(Path directory) {
    List<Path> jars = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          if (file.toString().toLowerCase(Locale.ROOT).endsWith(".jar")) {
            jars.add(file);
          }
        }
      } catch (IOException e) {
        throw new BundleException(
            "class path: " + directory + " (expected: a readable directory)", e);
      }
    }
    // the JVM leaves their order open; ours must give the same bundle each time
    jars.sort(null);
    return jars;
  }

  private static Path realPath(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new BundleException("class path: " + file + " (expected: a readable file)", e);
    }
  }
}
