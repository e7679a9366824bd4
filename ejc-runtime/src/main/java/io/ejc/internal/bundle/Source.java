package io.ejc.internal.bundle;

import java.nio.file.Path;

/** One place that classes of the host come from; becomes one layer, a shaded jar two. */
public sealed interface Source {

  /** The file name, which people know it by and which globs are matched with. */
  String name();

  /**
   * A jar on disk. It travels as it is, byte for byte: signatures, {@code META-INF/versions} and
   * everything else in it stay what they are.
   *
   * @param file where it lies
   */
  record Jar(Path file) implements Source {
    @Override
    public String name() {
      return fileName(file);
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * A directory of classes on disk.
   *
   * @param directory where it lies
   */
  record Directory(Path directory) implements Source {
    @Override
    public String name() {
      return fileName(directory);
    }

    @Override
    public String toString() {
      return directory.toString();
    }
  }

  /**
   * A jar inside a jar. It travels as the same bytes that were put in.
   *
   * @param outer the jar on disk
   * @param entry the name of the inner one in it, such as {@code BOOT-INF/lib/a.jar}
   */
  record NestedJar(Path outer, String entry) implements Source {
    @Override
    public String name() {
      return entry.substring(entry.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
      return outer + "!/" + entry;
    }
  }

  /**
   * A directory of classes inside a jar.
   *
   * @param outer the jar on disk
   * @param prefix the directory, with its last slash, such as {@code BOOT-INF/classes/}
   */
  record NestedDirectory(Path outer, String prefix) implements Source {
    @Override
    public String name() {
      String path = prefix.substring(0, prefix.length() - 1);
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
      return outer + "!/" + prefix;
    }
  }

  /**
   * What an executable archive of Spring Boot has at its top besides the launcher and what the
   * launcher reads: the application's own {@code META-INF}, most of all.
   *
   * @param root the archive, or the directory that it was unpacked to
   */
  record LaunchedTop(Path root) implements Source {
    @Override
    public String name() {
      return fileName(root);
    }

    @Override
    public String toString() {
      return root.toString();
    }
  }

  private static String fileName(Path file) {
    Path name = file.toAbsolutePath().normalize().getFileName();
    return name == null ? "root" : name.toString();
  }
}
