package io.ejc.runtime.local;

/**
 * The local cluster cannot start, or cannot do what was asked. The message names the setting, its
 * value, the rule, and the next step.
 */
public final class LocalClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LocalClusterException(String message, Throwable cause) {
    super(message, cause);
  }

  LocalClusterException(String message) {
    super(message);
  }
}
