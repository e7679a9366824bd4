package io.ejc.internal.bundle;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes layers of a bundle directory that nobody uses. Every start makes the layers that it uses
 * young, so what another host of the same directory began with within a day stays. A layer that is
 * to go gets another name first and is looked at once more: a host that made it young until then
 * gets it back, one that comes later is told to start again.
 */
final class LayerSweep {

  private static final Logger log = LoggerFactory.getLogger(LayerSweep.class);
  private static final Duration YOUNG = Duration.ofDays(1);

  private final Path layers;
  private final InstantSource clock;

  /**
   * Removes nothing yet.
   *
   * @param bundleDirectory where layers are written
   * @param clock tells what is young
   */
  LayerSweep(Path bundleDirectory, InstantSource clock) {
    this.layers = bundleDirectory.resolve("layers");
    this.clock = clock;
  }

  /**
   * Makes the files of a bundle young.
   *
   * @throws BundleException when one was removed since it was found
   */
  void begin(Collection<Path> files) throws IOException {
    FileTime now = FileTime.from(clock.instant());
    for (Path file : files) {
      try {
        Files.setLastModifiedTime(file, now);
      } catch (NoSuchFileException e) {
        throw new BundleException(
            "bundle directory: "
                + file
                + " was removed as unused by another host while this one began with it (expected:"
                + " to be there); start again",
            e);
      }
    }
  }

  /**
   * Removes what is old and not needed.
   *
   * @param needed files that stay, whatever their age
   */
  void sweep(Collection<Path> needed) throws IOException {
    if (!Files.isDirectory(layers)) {
      return;
    }
    Set<Path> stay =
        needed.stream()
            .map(file -> file.toAbsolutePath().normalize())
            .collect(Collectors.toUnmodifiableSet());
    Instant old = clock.instant().minus(YOUNG);
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layers, "*.{jar,part,old}")) {
      for (Path file : files) {
        if (!stay.contains(file.toAbsolutePath().normalize()) && isOld(file, old)) {
          removed += remove(file, old) ? 1 : 0;
        }
      }
    }
    if (removed > 0) {
      log.info("{} unused layers removed from {}", removed, layers);
    }
  }

  private boolean remove(Path file, Instant old) throws IOException {
    Path aside = layers.resolve(UUID.randomUUID() + ".old");
    try {
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return false; // another host was faster
    }
    if (isOld(aside, old)) {
      return Files.deleteIfExists(aside);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return false;
  }

  private static boolean isOld(Path file, Instant old) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(old);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
