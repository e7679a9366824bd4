package io.ejc.api;

/**
 * A later attempt has been at this place: the one that gets this exception lives on behind a broken
 * network, or was frozen, and must not change anything any more. Nothing is to be repaired; let it
 * end the item.
 */
public final class FencedOffException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what was held against it. */
  FencedOffException(Fence fence, long highest) {
    super(
        "token: "
            + fence.token()
            + " of fence "
            + fence.name()
            + " (expected: at least "
            + highest
            + ", which a later attempt has)");
  }
}
