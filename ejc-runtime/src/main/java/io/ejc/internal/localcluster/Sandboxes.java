package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox directories of an agent: {@code framework/executor/container}. Those of ended
 * containers are kept for reading, but only the youngest, and those of earlier runs only for a
 * while. Owned by the agent's launch threads, except where said.
 */
final class Sandboxes {

  private static final Logger log = LoggerFactory.getLogger(Sandboxes.class);
  private static final int KEPT = 200;
  private static final Duration KEPT_OVER_RESTARTS = Duration.ofDays(7);
  private static final int DEPTH = 3;

  private final Path root;
  private final Deque<Path> ended = new ArrayDeque<>();

  Sandboxes(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  Path path(String frameworkId, String executorId, String containerId) {
    return root.resolve(frameworkId).resolve(executorId).resolve(containerId);
  }

  /** The agent's thread: the container has ended. Answers what may be deleted now, if anything. */
  @Nullable Path ended(Path sandbox) {
    ended.add(sandbox);
    return ended.size() > KEPT ? ended.poll() : null;
  }

  /** Before the agent serves: removes what was not touched for a week. */
  void removeOld(Instant now) throws IOException {
    Files.createDirectories(root);
    List<Path> containers;
    try (Stream<Path> paths = Files.walk(root, DEPTH)) {
      containers =
          paths
              .filter(path -> root.relativize(path).getNameCount() == DEPTH)
              .collect(Collectors.toList());
    }
    for (Path container : containers) {
      if (Files.getLastModifiedTime(container)
          .toInstant()
          .isBefore(now.minus(KEPT_OVER_RESTARTS))) {
        delete(container);
      }
    }
  }

  /** Deletes a directory with all in it; what cannot be deleted is logged and stays. */
  static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      log.warn("{} cannot be deleted and stays: {}", directory, e.toString());
    }
  }
}
