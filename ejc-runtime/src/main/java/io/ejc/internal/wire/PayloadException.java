package io.ejc.internal.wire;

/**
 * Bytes are not a payload that this version of EJC can read. The message names payload and field.
 */
public final class PayloadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PayloadException(String message) {
    super(message);
  }

  PayloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
