package io.ejc.internal.core;

import io.ejc.internal.model.FrameworkId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who this scheduler is to its cluster: the framework's id, and whether it is to be ended. */
final class Registration {

  private @Nullable FrameworkId framework;
  private boolean teardown;
  private @Nullable String cluster;

  void restore(StoredState stored) {
    framework = stored.framework();
    teardown = stored.teardown();
    cluster = stored.cluster();
  }

  Optional<FrameworkId> framework() {
    return Optional.ofNullable(framework);
  }

  /** Whether the framework is to be ended, and the master has not yet removed it. */
  boolean teardown() {
    return teardown;
  }

  /** The local cluster that attempts were launched on. */
  Optional<String> cluster() {
    return Optional.ofNullable(cluster);
  }

  /** Makes a fact true; false when it is about something else. */
  boolean apply(Fact fact, TouchedRecords touched) {
    if (fact instanceof Fact.FrameworkRegistered registered) {
      framework = registered.framework();
      touched.add(new Touched.TheFramework());
    } else if (fact instanceof Fact.TeardownIntended) {
      teardown = true;
      touched.add(new Touched.TheFramework());
    } else if (fact instanceof Fact.FrameworkForgotten) {
      framework = null;
      teardown = false;
      touched.add(new Touched.TheFramework());
    } else if (fact instanceof Fact.ClusterChanged changed) {
      cluster = changed.cluster();
      touched.add(new Touched.TheCluster());
    } else {
      return false;
    }
    return true;
  }
}
