package io.ejc.internal.record;

/**
 * This host must not lead as things stand, and trying again at once is of no use. Another host may:
 * leadership is to be given up. The message says what has to change.
 */
public final class CannotLeadException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Says why not, and the next step. */
  public CannotLeadException(String message) {
    super(message);
  }
}
