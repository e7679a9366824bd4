package io.ejc.internal.execute;

import io.ejc.internal.model.Layer;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The application's class path in the sandbox: brought and verified first, then a class loader. */
final class ApplicationLayers {

  private static final int AT_A_TIME = 4;

  private final Path directory;
  private final List<Layer> layers;

  /**
   * The layers of one application.
   *
   * @param sandbox where they are brought, as {@code layers/<sha256>.jar}
   * @param layers the class path, in order
   */
  ApplicationLayers(Path sandbox, List<Layer> layers) {
    this.directory = sandbox.resolve("layers");
    this.layers = layers;
  }

  /**
   * Brings every layer and reads every byte of it, so that no class is loaded from a file that is
   * not what was sent. Some at a time; the first that cannot be brought ends it.
   *
   * @throws BundleException naming that layer, who was asked, and what they said
   */
  void bring(LayerFetch fetch) throws BundleException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, ApplicationLayers::thread);
    try {
      CompletionService<Path> brought = new ExecutorCompletionService<>(threads);
      for (Layer layer : layers) {
        var unused = brought.submit(() -> one(fetch, layer));
      }
      for (int i = 0; i < layers.size(); i++) {
        var unused = brought.take().get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BundleException bundle
          ? bundle
          : new BundleException(String.valueOf(e.getCause()));
    } finally {
      threads.shutdownNow();
    }
  }

  private static Path one(LayerFetch fetch, Layer layer)
      throws BundleException, InterruptedException {
    try {
      return fetch.bring(layer.sha256(), layer.size());
    } catch (IOException e) {
      throw new BundleException(
          "layer "
              + layer.name()
              + " ("
              + layer.sha256().substring(0, 12)
              + ", "
              + layer.size()
              + " bytes): "
              + e.getMessage());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "ejc-fetch");
    thread.setDaemon(true);
    return thread;
  }

  /** A loader that sees the JDK, our API and these layers, in their order. */
  ClassLoader loader() {
    URL[] urls = layers.stream().map(this::url).toArray(URL[]::new);
    ClassLoader parent = new ApiOnlyLoader(ApplicationLayers.class.getClassLoader());
    return new URLClassLoader("ejc-application", urls, parent);
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
}
