package io.ejc.internal.record;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.core.Touched;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.record.Documents.BlockDocument;
import io.ejc.internal.record.Documents.DeploymentDocument;
import io.ejc.internal.record.Documents.FrameworkDocument;
import io.ejc.internal.record.Documents.RunDocument;
import io.ejc.internal.record.RunStore.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state as records: which record holds what, and back.
 *
 * <p>A commit may be cut between records, so they are ordered such that every prefix is safe: a run
 * exists before the ledger says that it ran; a number is counted before an attempt bears it; an
 * item has ended before its run has.
 */
public final class StateRecords {

  private static final String FRAMEWORK = "framework";
  private static final String DEPLOYMENT = "deployment";
  private static final String JOBS = "jobs/";
  private static final String RUNS = "runs/";

  private final RecordFormat format = new RecordFormat();

  /**
   * The changes that make touched records durable.
   *
   * @param state the state that holds them now
   * @param touched what was touched since the last commit
   */
  public List<Change> changes(ClusterState state, Collection<Touched> touched) {
    return touched.stream()
        .sorted(Comparator.comparing(StateRecords::rank))
        .map(record -> change(state, record))
        .toList();
  }

  private static int rank(Touched touched) {
    if (touched instanceof Touched.NewRun) {
      return 1;
    }
    if (touched instanceof Touched.OneJob) {
      return 2;
    }
    if (touched instanceof Touched.OneBlock) {
      return 3;
    }
    if (touched instanceof Touched.OneRun) {
      return 4;
    }
    return touched instanceof Touched.GoneRun ? 5 : 0;
  }

  private Change change(ClusterState state, Touched touched) {
    if (touched instanceof Touched.TheFramework) {
      return put(FRAMEWORK, new FrameworkDocument(state.framework().orElse(null)));
    }
    if (touched instanceof Touched.TheDeployment) {
      return put(DEPLOYMENT, new DeploymentDocument(state.bundle().orElseThrow()));
    }
    if (touched instanceof Touched.OneJob job) {
      return put(JOBS + job.job(), state.job(job.job()).orElseThrow());
    }
    if (touched instanceof Touched.NewRun run) {
      return putRun(state, run.run());
    }
    if (touched instanceof Touched.OneRun run) {
      return putRun(state, run.run());
    }
    if (touched instanceof Touched.OneBlock block) {
      Run run = state.run(block.run()).orElseThrow();
      return put(
          runPath(block.run()) + "/items/" + block.block(),
          new BlockDocument(
              run.blocks().get(block.block()), state.carriersOf(block.run(), block.block())));
    }
    if (touched instanceof Touched.GoneRun gone) {
      return new Change.Remove(runPath(gone.run()));
    }
    throw new IllegalStateException("touched: " + touched + " (expected: one that is handled)");
  }

  private Change putRun(ClusterState state, RunId run) {
    return put(runPath(run), RunDocument.of(state.run(run).orElseThrow()));
  }

  private Change put(String path, Object document) {
    return new Change.Put(path, format.write(document));
  }

  private static String runPath(RunId run) {
    return RUNS + run.job() + "/" + run;
  }

  /**
   * The state that records hold.
   *
   * @param records all records by path
   * @throws StoreException when one cannot be read
   */
  public StoredState restore(Map<String, byte[]> records) throws StoreException {
    FrameworkId framework = null;
    Bundle bundle = null;
    List<Job> jobs = new ArrayList<>();
    Map<RunId, RunDocument> runs = new HashMap<>();
    Map<RunId, Map<Integer, BlockDocument>> blocks = new HashMap<>();
    for (Map.Entry<String, byte[]> record : records.entrySet()) {
      String path = record.getKey();
      if (path.equals(FRAMEWORK)) {
        framework = read(record, FrameworkDocument.class).id();
      } else if (path.equals(DEPLOYMENT)) {
        bundle = read(record, DeploymentDocument.class).bundle();
      } else if (path.startsWith(JOBS)) {
        jobs.add(read(record, Job.class));
      } else if (path.startsWith(RUNS)) {
        readOfRun(record, runs, blocks);
      }
    }
    return assemble(framework, bundle, jobs, runs, blocks);
  }

  private void readOfRun(
      Map.Entry<String, byte[]> record,
      Map<RunId, RunDocument> runs,
      Map<RunId, Map<Integer, BlockDocument>> blocks)
      throws StoreException {
    String[] segments = record.getKey().split("/", -1);
    RunId id = runId(record.getKey(), segments[2]);
    if (segments.length == 3) {
      runs.put(id, read(record, RunDocument.class));
    } else {
      int block = blockNumber(record.getKey(), segments[segments.length - 1]);
      blocks
          .computeIfAbsent(id, run -> new HashMap<>())
          .put(block, read(record, BlockDocument.class));
    }
  }

  private static RunId runId(String path, String segment) throws StoreException {
    try {
      return RunId.parse(segment);
    } catch (IllegalArgumentException e) {
      throw new StoreException("record " + path + ": " + e.getMessage(), e);
    }
  }

  private static int blockNumber(String path, String segment) throws StoreException {
    try {
      return Integer.parseInt(segment);
    } catch (NumberFormatException e) {
      throw new StoreException("record " + path + ": block (expected: a number)", e);
    }
  }

  private static StoredState assemble(
      @Nullable FrameworkId framework,
      @Nullable Bundle bundle,
      List<Job> jobs,
      Map<RunId, RunDocument> runs,
      Map<RunId, Map<Integer, BlockDocument>> blocks) {
    List<Run> assembled = new ArrayList<>();
    List<Carrier> carriers = new ArrayList<>();
    for (RunDocument document : runs.values()) {
      Map<Integer, BlockDocument> ofRun = blocks.getOrDefault(document.id(), Map.of());
      assembled.add(run(document, ofRun));
      ofRun.values().forEach(block -> carriers.addAll(block.carriers()));
    }
    return new StoredState(framework, bundle, jobs, assembled, carriers);
  }

  /** A block that was never stored holds items to which nothing has happened yet. */
  private static Run run(RunDocument document, Map<Integer, BlockDocument> stored) {
    Run fresh =
        Run.fresh(
            document.id(),
            document.definition(),
            document.scheduled(),
            document.created(),
            document.held());
    List<List<Item>> blocks = new ArrayList<>(fresh.blocks());
    stored.forEach((number, block) -> blocks.set(number, List.copyOf(block.items())));
    return new Run(
        document.id(),
        document.definition(),
        document.scheduled(),
        document.created(),
        document.ended(),
        document.state(),
        document.held(),
        blocks);
  }

  private <T> T read(Map.Entry<String, byte[]> record, Class<T> type) throws StoreException {
    return format.read(record.getKey(), record.getValue(), type);
  }
}
