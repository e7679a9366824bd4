package io.ejc.sim;

import io.ejc.internal.core.StoredState;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmExecutor;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the store holds now, read from its bytes record by record. */
final class Stored {

  private final StateRecords records = new StateRecords();
  private final Map<JobName, Job> jobs = new LinkedHashMap<>();
  private final Map<JobName, JobOverride> overrides = new LinkedHashMap<>();
  private final Map<RunId, Run> runs = new LinkedHashMap<>();
  private final Map<RunId, List<Carrier>> carriersOf = new HashMap<>();
  private final Map<String, Carrier> carriers = new HashMap<>();
  private final Map<String, List<WarmExecutor>> executors = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private @Nullable FrameworkId framework;
  private @Nullable Deployed deployed;
  private boolean paused;

  Collection<Run> runs() {
    return runs.values();
  }

  Collection<Job> jobs() {
    return jobs.values();
  }

  @Nullable Job job(JobName name) {
    return jobs.get(name);
  }

  /** What was decided about jobs at run time. */
  Collection<JobOverride> overrides() {
    return overrides.values();
  }

  @Nullable JobOverride override(JobName job) {
    return overrides.get(job);
  }

  @Nullable Run run(RunId id) {
    return runs.get(id);
  }

  @Nullable Item item(ItemId id) {
    Run run = runs.get(id.run());
    return run == null ? null : run.item(id.item());
  }

  /** A carrier that has not ended, by its task id. */
  @Nullable Carrier carrier(String task) {
    return carriers.get(task);
  }

  /** The carriers of a run that have not ended. */
  List<Carrier> carriersOf(RunId run) {
    return carriersOf.getOrDefault(run, List.of());
  }

  /** Whether a carrier was ever in the store. */
  boolean knew(String task) {
    return known.contains(task);
  }

  @Nullable FrameworkId framework() {
    return framework;
  }

  @Nullable Deployed deployed() {
    return deployed;
  }

  boolean paused() {
    return paused;
  }

  /** The shared executors that are stored as those that get no more work, with their agents. */
  Set<String> retired() {
    Set<String> retired = new HashSet<>();
    for (List<WarmExecutor> ofAgent : executors.values()) {
      for (WarmExecutor executor : ofAgent) {
        if (executor.retired()) {
          retired.add(executor.agent() + " " + executor.id());
        }
      }
    }
    return retired;
  }

  /** Whether a shared executor is stored as one that may get work. */
  boolean isKept(AgentId agent, ExecutorId executor) {
    return executors.values().stream()
        .flatMap(List::stream)
        .anyMatch(e -> e.agent().equals(agent) && e.id().equals(executor) && !e.retired());
  }

  boolean isActive(JobName job) {
    return runs.values().stream()
        .anyMatch(run -> run.id().job().equals(job) && !run.state().ended());
  }

  @Nullable Attempt attempt(AttemptId id) {
    Item item = item(id.itemId());
    return item == null
        ? null
        : item.attempts().stream().filter(a -> a.number() == id.number()).findFirst().orElse(null);
  }

  long memoryOf(RunId id) {
    Run run = runs.get(id);
    return run == null ? 0 : run.definition().requirements().perItem().memMb();
  }

  /** Reads a record again, which was written or removed. */
  void read(SortedMap<String, byte[]> all, String path) {
    try {
      if (path.startsWith("jobs/")) {
        StoredState state = records.restore(Map.of(path, all.get(path)));
        state.jobs().forEach(job -> jobs.put(job.name(), job));
      } else if (path.startsWith("overrides/")) {
        byte[] bytes = all.get(path);
        overrides.remove(new JobName(path.substring("overrides/".length())));
        StoredState state = records.restore(bytes == null ? Map.of() : Map.of(path, bytes));
        state.overrides().forEach(override -> overrides.put(override.job(), override));
      } else if (path.startsWith("runs/")) {
        readRun(all, runPath(path));
      } else {
        byte[] bytes = all.get(path);
        StoredState state = records.restore(bytes == null ? Map.of() : Map.of(path, bytes));
        if (path.equals("framework")) {
          framework = state.framework();
        } else if (path.equals("deployment")) {
          deployed = state.deployed();
        } else if (path.equals("control")) {
          paused = state.paused();
        } else if (path.startsWith("executors/")) {
          executors.put(path, state.executors());
        }
      }
    } catch (StoreException e) {
      throw new Violation("records", path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void readRun(SortedMap<String, byte[]> all, String path) throws StoreException {
    RunId id = runOf(path);
    carriersOf.getOrDefault(id, List.of()).forEach(c -> carriers.remove(c.id().toString()));
    carriersOf.remove(id);
    runs.remove(id);
    Map<String, byte[]> ofRun = new TreeMap<>(all.subMap(path + '/', path + '0'));
    byte[] run = all.get(path);
    if (run == null) {
      return;
    }
    ofRun.put(path, run);
    StoredState state = records.restore(ofRun);
    state.runs().forEach(read -> runs.put(read.id(), read));
    carriersOf.put(id, state.carriers());
    for (Carrier carrier : state.carriers()) {
      carriers.put(carrier.id().toString(), carrier);
      known.add(carrier.id().toString());
    }
  }

  static RunId runOf(String path) {
    return RunId.parse(path.split("/", -1)[2]);
  }

  private static String runPath(String path) {
    String[] segments = path.split("/", -1);
    return segments[0] + "/" + segments[1] + "/" + segments[2];
  }
}
