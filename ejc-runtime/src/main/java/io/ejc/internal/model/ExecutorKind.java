package io.ejc.internal.model;

/**
 * Which of several executors on an agent items may share: those of other code, or with other
 * options, share none.
 *
 * @param code the id of the code that runs in it; empty for what is current
 * @param options what its jobs ask of it
 */
public record ExecutorKind(String code, ExecutorOptions options) {

  /** Of the current code, as the application's configuration says. */
  public static final ExecutorKind PLAIN = new ExecutorKind("", ExecutorOptions.NONE);
}
