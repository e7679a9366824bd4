package io.ejc.internal.model;

/**
 * For whom resources of an agent are kept. A task must name reserved resources exactly as they were
 * offered, so the offered words are carried along unread.
 *
 * @param role the innermost role they are reserved for; empty when they are not
 * @param words the reservations as they were offered, written by {@code wire}; empty when there are
 *     none
 */
public record Reservation(String role, String words) {

  /** Kept for nobody. */
  public static final Reservation NONE = new Reservation("", "");

  /** Whether there is one. */
  public boolean exists() {
    return !words.isEmpty();
  }
}
