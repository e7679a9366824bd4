package io.ejc.internal.bundle;

import org.jspecify.annotations.Nullable;

/** The class path cannot be bundled. The message names the file and what to do. */
public final class BundleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what cannot travel. */
  public BundleException(String message) {
    super(message);
  }

  /** Says what cannot travel, and what the system said. */
  public BundleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
