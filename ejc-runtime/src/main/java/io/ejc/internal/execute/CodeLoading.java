package io.ejc.internal.execute;

import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.LayerSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes the application's code ready, beside everything else, from the first launch on: that one
 * tells where its layers are. Later ones may name other hosts, and those are asked too.
 */
final class CodeLoading implements Sources {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final int PATIENCE_MS = 10_000;

  private final Path sandbox;
  private final Runnable loaded;
  private final CompletableFuture<JobCode> code = new CompletableFuture<>();

  // guarded by this
  private final Set<String> addresses = new LinkedHashSet<>();
  private String secret = "";
  private LayerSource.Store store = LayerSource.Store.NONE;
  private @Nullable Load load;
  private boolean begun;

  /**
   * Loads nothing yet.
   *
   * @param sandbox where layers are to lie
   * @param loaded called when the code is ready, before anybody hears of it
   */
  CodeLoading(Path sandbox, Runnable loaded) {
    this.sandbox = sandbox;
    this.loaded = loaded;
  }

  /** The code, when it is ready; a {@link BundleException} when it cannot be had. */
  CompletableFuture<JobCode> code() {
    return code;
  }

  private record Load(ExecutorPayload executor, ExecutorSettings.Layers layers) {}

  /** What this executor is to load, and how it gets it. */
  synchronized void of(ExecutorPayload executor, ExecutorSettings.Layers layers) {
    load = new Load(executor, layers);
  }

  /** An attempt is launched; the first one begins the work. */
  void launched(LayerSource source) {
    Load first;
    synchronized (this) {
      addresses.addAll(source.addresses());
      secret = source.secret().isEmpty() ? secret : source.secret();
      store = source.store().address().isEmpty() ? store : source.store();
      first = load;
      if (begun || first == null) {
        return;
      }
      begun = true;
    }
    new Thread(() -> load(first.executor(), first.layers()), "ejc-load").start();
  }

  @Override
  public synchronized List<String> bases() {
    return new ArrayList<>(addresses);
  }

  /** The store is never shown the secret of hosts, nor a directory anything. */
  @Override
  public synchronized String authorization(String base) {
    if (base.equals(store.address())) {
      return store.authorization();
    }
    return secret.isEmpty() || !base.startsWith("http:") ? "" : "Bearer " + secret;
  }

  private void load(ExecutorPayload payload, ExecutorSettings.Layers settings) {
    try {
      LayerCache cache = LayerCache.at(settings.cacheDir(), settings.cacheBytes(), sandbox);
      keepOwnLayers(cache);
      LayerFetch fetch =
          new LayerFetch(
              cache,
              sandbox.resolve("layers"),
              this,
              settings.fetchTimeout().toMillis(),
              PATIENCE_MS);
      JobCode ready = JobCode.load(payload, sandbox, fetch);
      loaded.run();
      code.complete(ready);
    } catch (BundleException problem) {
      LOG.log(Level.ERROR, "application {0}: {1}", payload.application(), problem.getMessage());
      code.completeExceptionally(problem);
    } catch (Throwable problem) {
      // told to every attempt; user code's factory may throw anything
      LOG.log(Level.ERROR, "application " + payload.application() + " cannot be used", problem);
      code.completeExceptionally(problem);
    }
  }

  /** What this JVM was started from, verified by what started it. */
  private void keepOwnLayers(LayerCache cache) {
    Path layers = sandbox.resolve("layers");
    if (!Files.isDirectory(layers)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layers, "*.jar")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        cache.keepNew(name.substring(0, name.length() - ".jar".length()), file);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the executor's own layers are not kept: {0}", e.toString());
    }
  }
}
