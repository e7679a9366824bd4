package io.ejc.internal.engine;

/**
 * Where unexpected exceptions go. The library never ends the host's process by itself: the embedder
 * is told and decides.
 */
public interface Faults {

  /**
   * The scheduler cannot go on in this process.
   *
   * @param what what it was doing, and what follows
   * @param cause the exception
   */
  void fatal(String what, Throwable cause);
}
