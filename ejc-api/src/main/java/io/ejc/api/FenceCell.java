package io.ejc.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place that keeps one number and tells its version: a ZooKeeper node, an etcd key, a document
 * with an e-tag. {@link Fence#raise(FenceCell)} keeps the highest token there.
 *
 * @param <X> what goes wrong when the place cannot be reached
 */
public interface FenceCell<X extends Exception> {

  /**
   * What a place holds.
   *
   * @param token the number
   * @param version changes with every write
   */
  record Held(long token, long version) {}

  /** Reads the number; empty when nothing was ever written. */
  Optional<Held> read() throws X;

  /**
   * Writes a number if the place is still as it was read.
   *
   * @param before what was read; empty when nothing was there
   * @param token the number
   * @return the version that it got; empty when the place has changed since
   */
  OptionalLong write(Optional<Held> before, long token) throws X;
}
