package io.ejc.internal.model;

import java.util.List;

/**
 * Resources of an agent that are allocated to one role of the framework.
 *
 * @param role the role
 * @param portions what is reserved and what is not
 */
public record Allocation(String role, List<Portion> portions) {

  /** Copies the list. */
  public Allocation {
    portions = List.copyOf(portions);
  }

  /** Resources that are kept for nobody. */
  public static Allocation unreserved(String role, Resources amounts) {
    boolean nothing = amounts.equals(Resources.NONE);
    return new Allocation(
        role, nothing ? List.of() : List.of(new Portion(Reservation.NONE, amounts, Ports.NONE)));
  }

  /** How much it is. */
  public Resources amounts() {
    return portions.stream().map(Portion::amounts).reduce(Resources.NONE, Resources::plus);
  }

  /** How many ports there are. */
  public int portCount() {
    return portions.stream().mapToInt(portion -> portion.ports().count()).sum();
  }

  /** The ports, in the order of the portions. */
  public List<Integer> ports() {
    return portions.stream().flatMap(portion -> portion.ports().numbers().stream()).toList();
  }

  /** Whether any of it is reserved. */
  public boolean reserved() {
    return portions.stream().anyMatch(portion -> portion.reservation().exists());
  }
}
