package io.ejc.api;

/**
 * The text of a {@link JobParameter} or {@link ShardingParameter} is not what the method's
 * parameter wants. The method was not called, and the item is not tried again: the text would stay
 * the same.
 */
public final class ParameterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With the parameter, its text and what was expected.
   *
   * @param message what is wrong
   */
  public ParameterException(String message) {
    super(message);
  }
}
