package io.ejc.runtime;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The name under which agents are to reach this host, and what it stands for here.
 *
 * @param name the name or address
 * @param addresses what it stands for; empty when this host cannot find that out
 */
record AdvertisedAddress(String name, List<InetAddress> addresses) {

  private static final String SET =
      "; set ejc.advertise.address to a name or address of this host"
          + " that the agents can reach";

  /** Looks a name up. */
  static AdvertisedAddress of(String name) {
    try {
      return new AdvertisedAddress(name, Arrays.asList(InetAddress.getAllByName(name)));
    } catch (UnknownHostException e) {
      return new AdvertisedAddress(name, List.of());
    }
  }

  static String ownName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  boolean isLoopback() {
    return !addresses.isEmpty() && addresses.stream().allMatch(InetAddress::isLoopbackAddress);
  }

  /**
   * Why agents could not reach it, as far as this host can tell. With a master on this very machine
   * loopback will do. What was set is taken as it is, unless it cannot be right; a guess must be
   * clear.
   *
   * @param master the setting {@code ejc.mesos.master}
   * @param chosen whether somebody has set it
   */
  Optional<String> problem(String master, boolean chosen) {
    if (isOnThisMachine(master)) {
      return Optional.empty();
    }
    if (addresses.stream().anyMatch(InetAddress::isLoopbackAddress)) {
      return Optional.of(
          name
              + (chosen ? "" : ", this host's own name, is " + shown())
              + " (expected: no loopback address, because the master is elsewhere)"
              + SET);
    }
    long reachable = addresses.stream().filter(Inet4Address.class::isInstance).distinct().count();
    if (!chosen && (addresses.isEmpty() || reachable > 1)) {
      return Optional.of(
          name
              + ", this host's own name, is "
              + (addresses.isEmpty() ? "not known here" : "ambiguous, " + shown())
              + " (expected: one address)"
              + SET);
    }
    return Optional.empty();
  }

  private String shown() {
    return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
  }

  /** Whether all masters, or the ZooKeeper servers that name them, are said to be on loopback. */
  static boolean isOnThisMachine(String master) {
    String hosts = master.replaceFirst("^zk://", "").replaceFirst("^[^/@]*@", "");
    return Arrays.stream(hosts.split(",", -1))
        .map(part -> part.strip().replaceFirst("^https?://", "").replaceFirst("/.*$", ""))
        .allMatch(host -> host.matches("(?i)(localhost|127(\\.\\d+){3}|\\[::1])(:\\d+)?"));
  }
}
