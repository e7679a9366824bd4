package io.ejc.internal.record;

import io.ejc.internal.core.StoredState.SetAside;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmExecutor;
import io.ejc.internal.record.Documents.BlockDocument;
import io.ejc.internal.record.Documents.ExecutorsDocument;
import io.ejc.internal.record.Documents.RunDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The jobs and runs of a store, read record by record; what cannot be read is set aside. */
final class StoredJobs {

  private final RecordFormat format;
  private final Map<JobName, Job> jobs = new TreeMap<>();
  private final Map<RunId, RunDocument> runs = new TreeMap<>();
  private final Map<RunId, Map<Integer, BlockDocument>> blocks = new HashMap<>();
  private final Set<JobName> badJobs = new HashSet<>();
  private final Set<RunId> badRuns = new HashSet<>();
  private final List<WarmExecutor> executors = new ArrayList<>();
  private final List<Bundle> bundles = new ArrayList<>();
  private final List<JobOverride> overrides = new ArrayList<>();
  private final List<SetAside> setAside = new ArrayList<>();

  StoredJobs(RecordFormat format) {
    this.format = format;
  }

  /**
   * Reads a record; one that is neither a job's nor a run's is passed over.
   *
   * @throws StoreException when a newer host wrote it
   */
  void read(String[] path, byte[] bytes) throws StoreException {
    try {
      if (path.length == 2 && path[0].equals(StateRecords.JOBS)) {
        readJob(new JobName(path[1]), bytes);
      } else if (path.length > 2 && path[0].equals(StateRecords.RUNS)) {
        readOfRun(RunId.parse(path[2]), path, bytes);
      } else if (path.length == 2 && path[0].equals(StateRecords.OVERRIDES)) {
        readOverride(new JobName(path[1]), bytes);
      } else if (path.length == 3 && path[0].equals(StateRecords.EXECUTORS)) {
        readExecutors(String.join("/", path), bytes);
      } else if (path.length == 2 && path[0].equals(StateRecords.BUNDLES)) {
        readBundle(String.join("/", path), bytes);
      }
    } catch (IllegalArgumentException e) {
      String record = String.join("/", path);
      setAside.add(new SetAside(record, problem(record, e), Optional.empty()));
    }
  }

  /** What cannot be read of executors is not needed: offers name what is there. */
  private void readExecutors(String path, byte[] bytes) throws StoreException {
    try {
      executors.addAll(format.read(path, bytes, ExecutorsDocument.class).executors());
    } catch (UnreadableException | RuntimeException e) {
      setAside.add(new SetAside(problem(path, e), Optional.empty()));
    }
  }

  /** Runs whose code is not known go on with what is current. */
  private void readBundle(String path, byte[] bytes) throws StoreException {
    try {
      bundles.add(format.read(path, bytes, Bundle.class));
    } catch (UnreadableException | RuntimeException e) {
      setAside.add(new SetAside(path, problem(path, e), Optional.empty()));
    }
  }

  /** Without it nobody knows what was decided: the job stays as it is stored. */
  private void readOverride(JobName name, byte[] bytes) throws StoreException {
    String path = StateRecords.OVERRIDES + "/" + name;
    try {
      JobOverride override = format.read(path, bytes, JobOverride.class);
      if (!override.job().equals(name)) {
        throw new IllegalArgumentException("job: " + override.job() + " (expected: " + name + ")");
      }
      overrides.add(override);
    } catch (UnreadableException | RuntimeException e) {
      setAside.add(new SetAside(path, problem(path, e), Optional.empty()));
    }
  }

  List<Bundle> bundles() {
    return List.copyOf(bundles);
  }

  List<JobOverride> overrides() {
    return List.copyOf(overrides);
  }

  List<WarmExecutor> executors() {
    return List.copyOf(executors);
  }

  private void readJob(JobName name, byte[] bytes) throws StoreException {
    String path = StateRecords.JOBS + "/" + name;
    try {
      Job job = format.read(path, bytes, Job.class);
      if (!job.name().equals(name)) {
        throw new IllegalArgumentException("job: " + job.name() + " (expected: " + name + ")");
      }
      jobs.put(name, job);
    } catch (UnreadableException | RuntimeException e) {
      // whatever is wrong with one record, the other jobs go on
      badJobs.add(name);
      setAside.add(new SetAside(path, problem(path, e), Optional.of(name)));
    }
  }

  private void readOfRun(RunId id, String[] path, byte[] bytes) throws StoreException {
    String name = String.join("/", path);
    try {
      if (path.length == 3) {
        runs.put(id, whole(id, format.read(name, bytes, RunDocument.class)));
      } else {
        readBlock(id, path, format.read(name, bytes, BlockDocument.class));
      }
    } catch (UnreadableException | RuntimeException e) {
      if (badRuns.add(id)) {
        setAside.add(new SetAside(name, problem(name, e), Optional.empty()));
      }
    }
  }

  /** A block lies below its run and is therefore read after it. */
  private void readBlock(RunId id, String[] path, BlockDocument block) {
    int number = Integer.parseInt(path[path.length - 1]);
    RunDocument run = runs.get(id);
    if (run == null) {
      return;
    }
    int expected = fresh(run).blocks().get(number).size();
    if (block.items().size() != expected) {
      throw new IllegalArgumentException(
          "block of " + block.items().size() + " items (expected: " + expected + ")");
    }
    blocks.computeIfAbsent(id, ofRun -> new HashMap<>()).put(number, block);
  }

  private static RunDocument whole(RunId id, RunDocument document) {
    Run fresh = fresh(document);
    if (!fresh.id().equals(id)) {
      throw new IllegalArgumentException("run: " + fresh.id() + " (expected: " + id + ")");
    }
    return document;
  }

  private static String problem(String path, Exception e) {
    return e instanceof UnreadableException
        ? String.valueOf(e.getMessage())
        : "record " + path + " cannot be read: " + e;
  }

  List<Job> jobs() {
    return List.copyOf(jobs.values());
  }

  /** The runs of jobs that can be read, if all of them can. */
  List<Run> runs() {
    List<Run> whole = new ArrayList<>();
    for (RunDocument document : runs.values()) {
      if (isKept(document.id())) {
        whole.add(run(document, blocks.getOrDefault(document.id(), Map.of())));
      }
    }
    return whole;
  }

  /** The carriers of those runs. */
  List<Carrier> carriers() {
    List<Carrier> carriers = new ArrayList<>();
    for (RunId id : runs.keySet()) {
      if (isKept(id)) {
        blocks
            .getOrDefault(id, Map.of())
            .values()
            .forEach(block -> carriers.addAll(block.carriers()));
      }
    }
    return carriers;
  }

  private boolean isKept(RunId id) {
    return !badRuns.contains(id) && !badJobs.contains(id.job());
  }

  List<SetAside> setAside() {
    return List.copyOf(setAside);
  }

  private static Run fresh(RunDocument document) {
    return Run.fresh(
        document.id(),
        document.definition(),
        document.scheduled(),
        document.created(),
        document.held());
  }

  /**
   * A block that was never stored holds items to which nothing has happened yet; or, in a run that
   * has ended, items whose end was cut off together with the rest of the commit that created and
   * ended the run: only a kill ends items that were never launched.
   */
  private static Run run(RunDocument document, Map<Integer, BlockDocument> stored) {
    List<List<Item>> blocks = new ArrayList<>(fresh(document).blocks());
    if (document.state().ended()) {
      blocks.replaceAll(StoredJobs::killed);
    }
    stored.forEach((number, block) -> blocks.set(number, List.copyOf(block.items())));
    return new Run(
        document.id(),
        document.definition(),
        document.scheduled(),
        document.created(),
        document.ended(),
        document.state(),
        document.held(),
        document.course(),
        blocks);
  }

  private static List<Item> killed(List<Item> fresh) {
    return fresh.stream().map(item -> item.ended(ItemState.KILLED, "killed")).toList();
  }
}
