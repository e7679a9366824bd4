package io.ejc.api;

/** What an item shares with others on its agent. */
public enum Isolation {
  /**
   * Items run as threads of one warm JVM on each agent. A start costs milliseconds; heap and
   * process are shared with the application's other {@code SHARED} items. The default.
   */
  SHARED,
  /** Each attempt of an item runs in a JVM of its own, with {@code memoryMB} as its heap. */
  PROCESS
}
