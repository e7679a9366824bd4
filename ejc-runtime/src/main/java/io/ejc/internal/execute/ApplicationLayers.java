package io.ejc.internal.execute;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The application's class path in the sandbox: verified first, then a class loader. */
final class ApplicationLayers {

  private static final int CHUNK = 64 * 1024;

  private final Path directory;
  private final List<Layer> layers;

  /**
   * The layers of one application.
   *
   * @param sandbox where the agent's fetcher has put {@code layers/<sha256>.jar}
   * @param layers the class path, in order
   */
  ApplicationLayers(Path sandbox, List<Layer> layers) {
    this.directory = sandbox.resolve("layers");
    this.layers = layers;
  }

  /**
   * Reads every byte of every layer, so that no class is loaded from a file that is not what was
   * sent.
   *
   * @throws BundleException naming every layer that is missing or different
   */
  void verify() throws BundleException {
    List<String> problems =
        layers.parallelStream().map(this::problem).flatMap(Optional::stream).toList();
    if (!problems.isEmpty()) {
      throw new BundleException(String.join("; ", problems));
    }
  }

  /** A loader that sees the JDK, our API and these layers, in their order. */
  ClassLoader loader() {
    URL[] urls = layers.stream().map(this::url).toArray(URL[]::new);
    ClassLoader parent = new ApiOnlyLoader(ApplicationLayers.class.getClassLoader());
    return new URLClassLoader("ejc-application", urls, parent);
  }

  private Optional<String> problem(Layer layer) {
    Path file = file(layer);
    if (!Files.isRegularFile(file)) {
      return Optional.of(
          "layer " + layer.name() + ": missing (expected: SHA-256 " + layer.sha256() + ")");
    }
    try {
      String actual = sha256(file);
      boolean same = actual.equalsIgnoreCase(layer.sha256());
      return same
          ? Optional.empty()
          : Optional.of(
              "layer "
                  + layer.name()
                  + ": SHA-256 "
                  + actual
                  + " (expected: SHA-256 "
                  + layer.sha256()
                  + "); the agent's fetcher cache may be damaged");
    } catch (IOException e) {
      return Optional.of("layer " + layer.name() + ": cannot be read: " + e);
    }
  }

  private Path file(Layer layer) {
    return directory.resolve(layer.sha256() + ".jar");
  }

  private URL url(Layer layer) {
    try {
      return file(layer).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the JDK knows file URLs", e);
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
