package io.ejc.internal.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What is deployed: the code that new attempts run, and the order in which deployments appeared.
 *
 * @param id the current deployment
 * @param bundle its code
 * @param known the deployments seen so far, in the order of their first appearance, the latest last
 */
public record Deployed(DeploymentId id, Bundle bundle, List<DeploymentId> known) {

  /** How many deployments are remembered: one that is older counts as new when it comes back. */
  public static final int KNOWN_MAX = 100;

  /** Copies the list. */
  public Deployed {
    known = List.copyOf(known);
  }

  /** The deployments known, with others that have appeared since. */
  public static List<DeploymentId> known(
      List<DeploymentId> before, Collection<DeploymentId> appeared) {
    List<DeploymentId> all = new ArrayList<>(before);
    appeared.stream().filter(id -> !before.contains(id)).distinct().forEach(all::add);
    return List.copyOf(all.subList(Math.max(0, all.size() - KNOWN_MAX), all.size()));
  }
}
