package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What code is deployed, and who serves it. */
final class CodeTable {

  private @Nullable Deployed deployed;
  private Map<BundleId, List<String>> served = Map.of();

  void restore(@Nullable Deployed stored) {
    deployed = stored;
  }

  Optional<Deployed> deployed() {
    return Optional.ofNullable(deployed);
  }

  Map<BundleId, List<String>> served() {
    return served;
  }

  /**
   * Where a bundle's layers are, for an agent: every agent begins with another host, so that none
   * has to answer all of them. Empty when no live host says so.
   */
  List<String> addresses(BundleId bundle, AgentId agent) {
    List<String> all = new ArrayList<>(served.getOrDefault(bundle, List.of()));
    if (!all.isEmpty()) {
      Collections.rotate(all, Math.floorMod(agent.value().hashCode(), all.size()));
    }
    return all;
  }

  /** Makes a fact true; false when it is about something else. */
  boolean apply(Fact fact, TouchedRecords touched) {
    if (fact instanceof Fact.BundleDeployed made) {
      deployed = made.deployed();
      touched.add(new Touched.TheDeployment());
    } else if (fact instanceof Fact.LayersServed now) {
      served = now.addresses();
    } else {
      return false;
    }
    return true;
  }
}
