package io.ejc.sim;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What code runs: a run keeps the code that it began with, as long as hosts carry it, and
 * everything that it launches is of that code.
 */
final class SimCode {

  /** A leader may hear of hosts late, while its store is slow. */
  private static final long HEARD = 30_000;

  private final World world;
  private final Map<BundleId, Long> since = new HashMap<>();

  SimCode(World world) {
    this.world = world;
  }

  static Bundle bundle(int version) {
    Bundle first = Jobs.bundle();
    return new Bundle(
        new BundleId("code" + version), first.executorLayers(), first.applicationLayers());
  }

  /** Hosts have come or gone. */
  void carried(Collection<Deployment> live) {
    Set<BundleId> now =
        live.stream().map(deployment -> deployment.bundle().id()).collect(Collectors.toSet());
    since.keySet().retainAll(now);
    now.forEach(code -> since.putIfAbsent(code, world.time.now()));
  }

  /** What is stored of a run has changed. */
  void changed(Run before, Run after) {
    BundleId code = before.course().code();
    if (code != null && !code.equals(after.course().code())) {
      long carriedFor = since.containsKey(code) ? world.time.now() - since.get(code) : 0;
      require(carriedFor < HEARD, after, "its code " + code + ", which live hosts carry");
    }
  }

  /** A task leaves for the master. */
  void launched(TaskLaunch launch, Run stored) {
    ExecutorPayload executor = launch.executor().payload();
    BundleId code = stored.course().code();
    require(
        executor == null || code == null || executor.bundle().equals(code),
        stored,
        "launches of its code " + code + ", not " + launch);
    require(
        executor == null
            || (!launch.layers().addresses().isEmpty()
                && !Objects.toString(launch.executor().environment()).contains("secret")),
        stored,
        "a source for its layers");
  }

  private static void require(boolean kept, Run run, String rule) {
    if (!kept) {
      throw new Violation("code", run.id() + " (expected: " + rule + ")");
    }
  }
}
