package io.ejc.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ejc.api.spi.BundleStore;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into a store what is missing of a bundle, and finds out which bundles it holds. The list
 * that a bundle is named after goes last, so where the list is, everything is. A store that is of
 * no use is warned of: hosts can serve themselves.
 */
public final class StoreFill {

  private static final Logger log = LoggerFactory.getLogger(StoreFill.class);
  private static final int AT_A_TIME = 4;

  private final BundleStore store;
  private final Duration patience;

  /**
   * Does nothing yet.
   *
   * @param store where to
   * @param patience how long putting may take, and asking as well
   */
  public StoreFill(BundleStore store, Duration patience) {
    this.store = store;
    this.patience = patience;
  }

  /**
   * Puts what is missing, and asks for others.
   *
   * @param own goes into the store
   * @param wanted bundles that are perhaps in it
   * @return those of all these that the store holds
   * @throws InterruptedException when the calling thread is interrupted
   */
  public Set<BundleId> fill(BundleFiles own, Collection<Bundle> wanted)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, StoreFill::daemon);
    try {
      Set<BundleId> held = new LinkedHashSet<>();
      put(own, threads);
      held.add(own.bundle().id());
      List<Bundle> others =
          wanted.stream().filter(bundle -> !held.contains(bundle.id())).distinct().toList();
      List<Callable<Boolean>> questions = new ArrayList<>();
      others.forEach(bundle -> questions.add(() -> store.has(bundle.id().value(), size(bundle))));
      List<Boolean> answers = all(questions, threads);
      for (int i = 0; i < others.size(); i++) {
        if (answers.get(i)) {
          held.add(others.get(i).id());
        }
      }
      return held;
    } catch (IOException e) {
      log.warn(
          "ejc.bundle.store: {} cannot be used: {} (expected: a store that this host may write);"
              + " this host serves its layers itself, and earlier code is lost with the last host"
              + " that carries it; repair the store and start again",
          store.address(),
          e.getMessage());
      return Set.of();
    } finally {
      threads.shutdownNow();
    }
  }

  private void put(BundleFiles own, ExecutorService threads)
      throws IOException, InterruptedException {
    String id = own.bundle().id().value();
    if (all(List.of(() -> store.has(id, size(own.bundle()))), threads).get(0)) {
      return;
    }
    List<Callable<Boolean>> work = new ArrayList<>();
    for (Map.Entry<String, Path> layer : own.files().entrySet()) {
      work.add(() -> putMissing(layer.getKey(), layer.getValue()));
    }
    List<Boolean> sent = all(work, threads);
    Path list = Files.createTempFile("ejc-bundle", ".list");
    try {
      Files.writeString(list, Bundler.listing(own.bundle()), UTF_8);
      var unused = all(List.of(() -> putMissing(id, list)), threads);
    } finally {
      Files.deleteIfExists(list);
    }
    log.info(
        "bundle {} is in the store {}: {} of {} layers were missing",
        id.substring(0, 12),
        store.address(),
        sent.stream().filter(Boolean::booleanValue).count(),
        sent.size());
  }

  private boolean putMissing(String sha256, Path file) throws IOException, InterruptedException {
    if (store.has(sha256, Files.size(file))) {
      return false;
    }
    store.put(sha256, file);
    return true;
  }

  private static long size(Bundle bundle) {
    return Bundler.listing(bundle).getBytes(UTF_8).length;
  }

  private List<Boolean> all(List<Callable<Boolean>> work, ExecutorService threads)
      throws IOException, InterruptedException {
    List<Boolean> results = new ArrayList<>();
    for (Future<Boolean> done :
        threads.invokeAll(work, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        results.add(done.get());
      } catch (CancellationException e) {
        throw new IOException(
            "not done within " + patience.toSeconds() + " s (ejc.bundle.storeTimeout)", e);
      } catch (ExecutionException e) {
        throw new IOException(words(e.getCause()), e);
      }
    }
    return results;
  }

  private static String words(@Nullable Throwable cause) {
    return cause instanceof IOException && cause.getMessage() != null
        ? cause.getClass() == IOException.class ? cause.getMessage() : cause.toString()
        : String.valueOf(cause);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ejc-store");
    thread.setDaemon(true);
    return thread;
  }
}
