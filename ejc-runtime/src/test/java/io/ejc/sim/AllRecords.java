package io.ejc.sim;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Touched;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Run;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StateRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Everything that a state would store, as text in a fixed order. */
final class AllRecords {

  private AllRecords() {}

  static List<String> of(StateRecords records, ClusterState state) {
    List<Touched> all = new ArrayList<>();
    all.add(new Touched.TheFramework());
    all.add(new Touched.TheControl());
    if (state.deployed().isPresent()) {
      all.add(new Touched.TheDeployment());
    }
    state.earlierCode().forEach(code -> all.add(new Touched.OneBundle(code.id())));
    all.add(new Touched.TheCluster());
    for (AgentId agent : state.agentsWithExecutors()) {
      all.add(new Touched.OneAgent(agent));
    }
    for (Job job : state.allJobs()) {
      all.add(new Touched.OneJob(job.name()));
    }
    for (JobOverride override : state.allOverrides()) {
      all.add(new Touched.OneOverride(override.job()));
    }
    for (Run run : state.allRuns()) {
      all.add(new Touched.OneRun(run.id()));
      for (int block = 0; block < run.blocks().size(); block++) {
        all.add(new Touched.OneBlock(run.id(), block));
      }
    }
    return records.changes(state, all).stream()
        .map(change -> change.path() + " " + text(change))
        .sorted()
        .toList();
  }

  private static String text(Change change) {
    return change instanceof Change.Put put
        ? new String(put.bytes(), StandardCharsets.UTF_8)
        : "removed";
  }
}
