package io.ejc.internal.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is deployed: the code that new attempts run, and the order in which deployments appeared.
 *
 * @param id the current deployment
 * @param bundle its code
 * @param known the deployments seen so far, in the order of their first appearance, the latest last
 * @param chosen the one that an operator went back to; null when the latest counts
 */
public record Deployed(
    DeploymentId id, Bundle bundle, List<DeploymentId> known, @Nullable DeploymentId chosen) {

  /** Nobody chose it. */
  public Deployed(DeploymentId id, Bundle bundle, List<DeploymentId> known) {
    this(id, bundle, known, null);
  }

  /** How many deployments are remembered: one that is older counts as new when it comes back. */
  public static final int KNOWN_MAX = 100;

  /** Copies the list. */
  public Deployed {
    known = List.copyOf(known);
  }

  /** The same, with another one chosen. */
  public Deployed choosing(@Nullable DeploymentId other) {
    return new Deployed(id, bundle, known, other);
  }

  /** The deployments known, with others that have appeared since. */
  public static List<DeploymentId> known(
      List<DeploymentId> before, Collection<DeploymentId> appeared) {
    List<DeploymentId> all = new ArrayList<>(before);
    appeared.stream().filter(id -> !before.contains(id)).distinct().forEach(all::add);
    return List.copyOf(all.subList(Math.max(0, all.size() - KNOWN_MAX), all.size()));
  }
}
