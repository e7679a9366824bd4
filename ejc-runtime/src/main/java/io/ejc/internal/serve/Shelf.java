package io.ejc.internal.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The layers that a host serves, and who may have them. Any thread. */
final class Shelf {

  private final byte[] authorization;
  private final Map<String, LayerFile> open = new ConcurrentHashMap<>();
  private final Map<String, LayerFile> guarded = new ConcurrentHashMap<>();

  /**
   * An empty one.
   *
   * @param secret what gives access to the layers of applications
   */
  Shelf(String secret) {
    this.authorization = ("Bearer " + secret).getBytes(UTF_8);
  }

  void put(Map<String, Path> files, Set<String> forEverybody) {
    files.forEach(
        (sha256, file) ->
            (forEverybody.contains(sha256) ? open : guarded).put(sha256, LayerFile.of(file)));
  }

  /** Whether a layer is anybody's: it holds nothing of an application. */
  boolean isOpen(String sha256) {
    return open.containsKey(sha256);
  }

  Optional<LayerFile> find(String sha256) {
    LayerFile found = open.get(sha256);
    return Optional.ofNullable(found == null ? guarded.get(sha256) : found);
  }

  /** Whether a request's {@code Authorization} header shows the secret. */
  boolean mayRead(Optional<String> header) {
    return header
        .filter(shown -> MessageDigest.isEqual(shown.getBytes(UTF_8), authorization))
        .isPresent();
  }
}
