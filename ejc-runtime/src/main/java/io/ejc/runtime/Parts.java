package io.ejc.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start has opened, to be closed in the opposite order; each part once. */
final class Parts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.runtime");

  private record Part(String name, AutoCloseable what) {}

  private final Deque<Part> open = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(String name, T part) {
    open.push(new Part(name, part));
    return part;
  }

  /** Closes all; one that fails does not keep the others open. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      Part part = open.pop();
      try {
        part.what().close();
        log.debug("{} closed", part.name());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        log.warn("{} could not be closed in order: {}", part.name(), e.toString());
      }
    }
  }
}
