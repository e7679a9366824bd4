package io.ejc.internal.record;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.WarmExecutor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of records as they are stored, where they differ from what the state holds. */
final class Documents {

  private Documents() {}

  /** The framework's id, none after the master removed it; and whether it is to be ended. */
  record FrameworkDocument(@Nullable FrameworkId id, @Nullable Boolean teardown) {}

  /** Which local cluster attempts were launched on. */
  record ClusterDocument(@Nullable String id) {}

  /** The shared executors of an agent. */
  record ExecutorsDocument(List<WarmExecutor> executors) {}

  /** A host as it announces itself, with the code and the jobs that it carries. */
  record HostDocument(
      String host,
      int reads,
      DeploymentId deployment,
      List<String> layers,
      Bundle bundle,
      List<JobDefinition> definitions,
      Catalog catalog,
      @Nullable List<ServedDocument> earlier) {}

  /** Where the layers of a bundle are. */
  record ServedDocument(BundleId bundle, List<String> layers) {}

  /** What operators decided for everything. */
  record ControlDocument(boolean paused) {}

  /** A run without its items. */
  record RunDocument(
      RunId id,
      JobDefinition definition,
      Instant scheduled,
      Instant created,
      @Nullable Instant ended,
      RunState state,
      boolean held,
      Run.Course course) {

    static RunDocument of(Run run) {
      return new RunDocument(
          run.id(),
          run.definition(),
          run.scheduled(),
          run.created(),
          run.ended(),
          run.state(),
          run.held(),
          run.course());
    }
  }

  /** A block of a run's items, with their carriers that had not ended. */
  record BlockDocument(List<Item> items, List<Carrier> carriers) {}
}
