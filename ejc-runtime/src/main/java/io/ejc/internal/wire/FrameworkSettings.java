package io.ejc.internal.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the master is told of this framework when it subscribes.
 *
 * @param name its name for people; also in the names of threads
 * @param user the Unix user of its executors, empty for the user of the agent's process
 * @param roles whose resources it uses, {@code *} for everybody's; at least one
 * @param checkpoint whether executors survive a restart of their agent
 * @param failoverTimeout for how long tasks run on without a scheduler before the master removes
 *     the framework
 * @param principal who it says it is, where the master asks
 * @param hostname the host of the scheduler, for people
 * @param webui the address of its console, where there is one
 */
public record FrameworkSettings(
    String name,
    String user,
    List<String> roles,
    boolean checkpoint,
    Duration failoverTimeout,
    Optional<String> principal,
    String hostname,
    Optional<String> webui) {

  /** Checks what the master would refuse. */
  public FrameworkSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("framework name: \"" + name + "\" (expected: some text)");
    }
    roles = List.copyOf(roles);
    if (roles.isEmpty() || roles.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("roles: " + roles + " (expected: roles, or *)");
    }
    if (failoverTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "failoverTimeout: " + failoverTimeout + " (expected: zero or more)");
    }
  }

  /** The same under another name, with tasks that end with the scheduler. */
  public FrameworkSettings passing(String otherName) {
    return new FrameworkSettings(
        otherName, user, roles, checkpoint, Duration.ZERO, principal, hostname, webui);
  }
}
