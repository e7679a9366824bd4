package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What code is deployed, what code runs still want, and who serves it. */
final class CodeTable {

  private @Nullable Deployed deployed;
  private final Map<BundleId, Bundle> kept = new LinkedHashMap<>();
  private List<Deployment> live = List.of();
  private Map<BundleId, List<String>> served = Map.of();

  void restore(@Nullable Deployed stored, Collection<Bundle> wanted) {
    deployed = stored;
    wanted.forEach(bundle -> kept.put(bundle.id(), bundle));
  }

  /** Code that is not current. */
  List<Bundle> kept() {
    return List.copyOf(kept.values());
  }

  Optional<Bundle> kept(BundleId id) {
    return Optional.ofNullable(kept.get(id));
  }

  /** The code of a name, if it is known: the current one or one that runs want. */
  Optional<Bundle> bundle(BundleId id) {
    return deployed()
        .map(Deployed::bundle)
        .filter(bundle -> bundle.id().equals(id))
        .or(() -> kept(id));
  }

  /**
   * The code of an item's next attempt: that of its run, as long as it is known and a live host has
   * it; else the current one.
   */
  Bundle of(Run run, Deployed current) {
    BundleId wanted = run.course().code();
    return Optional.ofNullable(wanted)
        .filter(served::containsKey)
        .flatMap(this::bundle)
        .orElse(current.bundle());
  }

  Optional<Deployed> deployed() {
    return Optional.ofNullable(deployed);
  }

  /** What live hosts carry, the host that was there first comes first. */
  List<Deployment> live() {
    return live;
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
      if (kept.remove(made.deployed().bundle().id()) != null) {
        touched.add(new Touched.OneBundle(made.deployed().bundle().id()));
      }
    } else if (fact instanceof Fact.BundleKept more) {
      kept.put(more.bundle().id(), more.bundle());
      touched.add(new Touched.OneBundle(more.bundle().id()));
    } else if (fact instanceof Fact.BundleForgotten less) {
      kept.remove(less.bundle());
      touched.add(new Touched.OneBundle(less.bundle()));
    } else if (fact instanceof Fact.DeploymentChosen back) {
      deployed = deployed().orElseThrow().choosing(back.chosen().orElse(null));
      touched.add(new Touched.TheDeployment());
    } else if (fact instanceof Fact.HostsSeen now) {
      live = List.copyOf(now.live());
      served = addresses(live);
    } else {
      return false;
    }
    return true;
  }

  private static Map<BundleId, List<String>> addresses(List<Deployment> live) {
    Map<BundleId, List<String>> addresses = new HashMap<>();
    for (Deployment deployment : live) {
      addresses.merge(deployment.bundle().id(), deployment.layerBases(), Deployment::joined);
      deployment
          .earlier()
          .forEach((bundle, bases) -> addresses.merge(bundle, bases, Deployment::joined));
    }
    return addresses;
  }
}
