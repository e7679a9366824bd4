package io.ejc.internal.model;

/**
 * Resources of an agent that are kept for the same.
 *
 * @param reservation for whom
 * @param amounts how much
 * @param ports which ports
 */
public record Portion(Reservation reservation, Resources amounts, Ports ports) {

  /** Whether there is nothing in it. */
  public boolean nothing() {
    return amounts.equals(Resources.NONE) && ports.ranges().isEmpty();
  }
}
