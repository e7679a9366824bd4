package io.ejc.internal.execute;

import io.ejc.internal.execute.boot.Boot;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings layers into a directory: from the cache, or from any address that has them. One that is
 * slow, refuses, breaks off or sends other bytes is left for the next one, which goes on where it
 * stopped. A layer is in its place only when its SHA-256 is right.
 *
 * <p>Safe for use by many threads, one for a layer at a time.
 */
final class LayerFetch {

  private static final long PAUSE_MS = 100;
  private static final long PAUSE_MAX_MS = 5_000;
  private static final int WRONG_MAX = 2;

  private final LayerCache cache;
  private final Path directory;
  private final Sources sources;
  private final long timeoutMs;
  private final int patienceMs;

  /**
   * Brings nothing yet.
   *
   * @param cache asked first, and given what was brought
   * @param directory where layers are to lie, as {@code SHA256.jar}; made if missing
   * @param sources where layers are
   * @param timeoutMs how long the next MiB of a layer may take, whoever is asked, before it is
   *     given up, in milliseconds
   * @param patienceMs how long an address may send nothing, or too little
   */
  LayerFetch(LayerCache cache, Path directory, Sources sources, long timeoutMs, int patienceMs) {
    this.cache = cache;
    this.directory = directory;
    this.sources = sources;
    this.timeoutMs = timeoutMs;
    this.patienceMs = patienceMs;
  }

  /**
   * Brings a layer, unless it is there.
   *
   * @param sha256 its SHA-256
   * @param size its size in bytes
   * @return the file, verified
   * @throws IOException in words, when nobody gave it in time or the directory cannot be written
   * @throws InterruptedException when this process ends
   */
  Path bring(String sha256, long size) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path file = directory.resolve(sha256.concat(".jar"));
    if (Files.exists(file) && Boot.sha256(file.toFile()).equals(sha256)) {
      return file; // somebody's fetcher was faster
    }
    if (!cache.take(sha256, file)) {
      Closeable held = cache.hold(sha256);
      try {
        if (!cache.take(sha256, file)) {
          Path part = directory.resolve(sha256.concat(".part"));
          download(part, sha256, size);
          Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
          cache.keep(sha256, file);
        }
      } finally {
        held.close();
      }
    }
    return file;
  }

  private void download(Path part, String sha256, long size)
      throws IOException, InterruptedException {
    Files.deleteIfExists(part);
    Boot layer = new Boot(sha256, size, part.toFile(), timeoutMs);
    Map<String, Integer> wrong = new HashMap<>();
    Map<String, String> causes = new LinkedHashMap<>();
    long pause = PAUSE_MS;
    while (true) {
      long before = part.toFile().length();
      List<String> bases = sources.bases();
      boolean asked = false;
      for (String base : bases) {
        if (wrong.getOrDefault(base, 0) >= WRONG_MAX || layer.leftNanos() <= 0) {
          continue;
        }
        asked = true;
        try {
          if (complete(base, sha256, layer, part.toFile())) {
            return;
          }
          wrong.merge(base, 1, Integer::sum);
          causes.put(base, "sent other bytes than those of the layer");
        } catch (IOException | IllegalArgumentException e) {
          causes.put(base, words(e));
        }
      }
      if (!asked || over(layer.leftNanos(), pause)) {
        String what = part.toFile().length() > 0 ? "the rest of it" : "it";
        Files.deleteIfExists(part);
        String within = asked ? " within " + timeoutMs / 1000.0 + " s" : "";
        throw new IOException(words(bases, "nobody gave " + what + within, causes));
      }
      pause = part.toFile().length() > before ? PAUSE_MS : Math.min(2 * pause, PAUSE_MAX_MS);
    }
  }

  /** Of a part that several have sent, the last one sends all before it is called wrong. */
  private boolean complete(String base, String sha256, Boot layer, File part) throws IOException {
    boolean mixed = part.length() > 0;
    append(base, sha256, layer, part);
    boolean right = Boot.sha256(part).equals(sha256);
    if (!right) {
      Files.delete(part.toPath());
    }
    return right || (mixed && complete(base, sha256, layer, part));
  }

  private void append(String base, String sha256, Boot layer, File part) throws IOException {
    String shown = sources.authorization(base);
    if (base.startsWith("https:")) {
      TlsLayer.append(base + sha256 + ".jar", shown, layer, part.length(), patienceMs);
    } else {
      layer.append(base, shown, patienceMs);
    }
  }

  /** Waits a while, or as long as there is time. */
  private static boolean over(long leftNanos, long pauseMs) throws InterruptedException {
    long pause = Math.min(leftNanos, TimeUnit.MILLISECONDS.toNanos(pauseMs));
    return new CountDownLatch(1).await(pause, TimeUnit.NANOSECONDS) || pause >= leftNanos;
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String words(List<String> bases, String what, Map<String, String> causes) {
    if (bases.isEmpty()) {
      return "no live host carries it (expected: at least one); start a host with this code";
    }
    StringBuilder words = new StringBuilder(what);
    String separator = ": ";
    for (Map.Entry<String, String> cause : causes.entrySet()) {
      words.append(separator).append(cause.getKey()).append(' ').append(cause.getValue());
      separator = "; ";
    }
    return words.toString();
  }
}
