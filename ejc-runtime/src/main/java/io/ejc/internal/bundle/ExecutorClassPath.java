package io.ejc.internal.bundle;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the executor on the agent needs besides the application: found by where this JVM has loaded
 * one class of each from, so that it is the same version that the host runs.
 */
public final class ExecutorClassPath {

  /** One class of each file. Names, because the libraries are used in other packages only. */
  private static final List<String> WITNESSES =
      List.of(
          "io.ejc.api.Ejc",
          "io.ejc.internal.model.Layer",
          "org.apache.mesos.v1.Protos",
          "com.cronutils.model.Cron",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.annotation.JsonProperty");

  private ExecutorClassPath() {}

  /**
   * Finds the files.
   *
   * @return jars, or in development class directories, in order and each once
   * @throws BundleException when a class is missing or does not come from a file
   */
  public static List<Path> find() {
    return find(WITNESSES, ExecutorClassPath.class.getClassLoader());
  }

  static List<Path> find(List<String> classNames, ClassLoader loader) {
    Set<Path> files = new LinkedHashSet<>();
    for (String className : classNames) {
      files.add(fileOf(className, loader));
    }
    return List.copyOf(files);
  }

  private static Path fileOf(String className, ClassLoader loader) {
    try {
      URI location =
          Optional.ofNullable(
                  Class.forName(className, false, loader).getProtectionDomain().getCodeSource())
              .map(CodeSource::getLocation)
              .orElseThrow(() -> notAFile(className, "the JVM's own classes"))
              .toURI();
      if (isInsideJar(location)) {
        throw ClassPath.jarInJar(location.toString());
      }
      if (!"file".equals(location.getScheme())) {
        throw notAFile(className, location.toString());
      }
      return Path.of(location);
    } catch (ClassNotFoundException e) {
      throw new BundleException(
          "executor class path: "
              + className
              + " is missing (expected: the dependencies of ejc-runtime); do not exclude them",
          e);
    } catch (URISyntaxException e) {
      throw notAFile(className, e.getInput());
    }
  }

  private static boolean isInsideJar(URI location) {
    return location.toString().startsWith("jar:") || location.toString().startsWith("nested:");
  }

  private static BundleException notAFile(String className, String location) {
    return new BundleException(
        "executor class path: "
            + className
            + " comes from "
            + location
            + " (expected: a jar or a directory on disk)");
  }
}
