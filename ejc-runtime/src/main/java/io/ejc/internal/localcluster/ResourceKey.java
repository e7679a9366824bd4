package io.ejc.internal.localcluster;

import java.util.Comparator;

/**
 * What makes one kind of resource: its name, and the role it is statically reserved to.
 *
 * @param reservedTo empty if anybody may have it
 */
record ResourceKey(String name, String reservedTo) implements Comparable<ResourceKey> {

  /** In the order of Mesos' offers: ports, what is reserved, then cpus, mem, disk, the rest. */
  private static final Comparator<ResourceKey> ORDER =
      Comparator.comparing((ResourceKey key) -> !key.name().equals("ports"))
          .thenComparing(key -> key.reservedTo().isEmpty())
          .thenComparing(ResourceKey::reservedTo)
          .thenComparingInt(key -> rank(key.name()))
          .thenComparing(ResourceKey::name);

  static ResourceKey unreserved(String name) {
    return new ResourceKey(name, "");
  }

  boolean isReserved() {
    return !reservedTo.isEmpty();
  }

  /** A reservation is also for the roles below its own. */
  boolean usableBy(String role) {
    return reservedTo.isEmpty() || reservedTo.equals(role) || role.startsWith(reservedTo + "/");
  }

  @Override
  public int compareTo(ResourceKey other) {
    return ORDER.compare(this, other);
  }

  /** As Mesos prints it when it is allocated. */
  String allocated(String role) {
    String allocated = name + "(allocated: " + role + ")";
    return isReserved() ? allocated + "(reservations: [(STATIC," + reservedTo + ")])" : allocated;
  }

  @Override
  public String toString() {
    return isReserved() ? name + "(reservations: [(STATIC," + reservedTo + ")])" : name;
  }

  private static int rank(String name) {
    return switch (name) {
      case "cpus" -> 1;
      case "mem" -> 2;
      case "disk" -> 3;
      default -> 4;
    };
  }
}
