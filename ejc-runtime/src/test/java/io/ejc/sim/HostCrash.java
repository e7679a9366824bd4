package io.ejc.sim;

/** The host's process ends here and now. */
final class HostCrash extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HostCrash(String where) {
    super(where);
  }
}
