package io.ejc.internal.record;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.core.StoredState.SetAside;
import io.ejc.internal.core.Touched;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmExecutor;
import io.ejc.internal.record.Documents.BlockDocument;
import io.ejc.internal.record.Documents.ClusterDocument;
import io.ejc.internal.record.Documents.ControlDocument;
import io.ejc.internal.record.Documents.ExecutorsDocument;
import io.ejc.internal.record.Documents.FrameworkDocument;
import io.ejc.internal.record.Documents.RunDocument;
import io.ejc.internal.record.RunStore.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state as records: which record holds what, and back.
 *
 * <p>The commit of a large step is cut between records, so they are ordered such that every prefix
 * is safe: a run exists before the ledger says that it ran; what was due until a pause, or during
 * it, is settled before the pause begins or ends; a number is counted before an attempt bears it;
 * an item has ended before its run has; the attempts of a local cluster that is no more have ended
 * before the new one is known.
 */
public final class StateRecords {

  private static final String FRAMEWORK = "framework";
  private static final String DEPLOYMENT = "deployment";
  private static final String CONTROL = "control";
  private static final String CLUSTER = "cluster";
  static final String EXECUTORS = "executors";
  static final String BUNDLES = "bundles";

  /** The agents lie in so many nodes, so that none has too many children. */
  private static final int AGENT_NODES = 64;

  static final String JOBS = "jobs";
  static final String OVERRIDES = "overrides";
  static final String RUNS = "runs";

  private final RecordFormat format = new RecordFormat();

  /**
   * A record as it is to be stored.
   *
   * @param path its path
   * @param rank lower ones are stored first
   * @param document what it holds; null when it is to be removed
   */
  record Entry(String path, int rank, @Nullable Object document) {
    /** The same record, stored earlier or later. */
    Entry ranked(int other) {
      return other == rank ? this : new Entry(path, other, document);
    }
  }

  /**
   * The changes that make touched records durable.
   *
   * @param state the state that holds them now
   * @param touched what was touched since the last commit
   */
  public List<Change> changes(ClusterState state, Collection<Touched> touched) {
    return entries(state, touched).stream().map(this::change).toList();
  }

  /** Touched records as they are now, in the order in which they are to be stored. */
  List<Entry> entries(ClusterState state, Collection<Touched> touched) {
    Set<Touched> all = Set.copyOf(touched);
    return touched.stream()
        .filter(record -> !isInNewRun(record, all))
        .map(record -> entry(state, record))
        .sorted(Comparator.comparing(Entry::rank))
        .toList();
  }

  /** The change that makes a record durable. */
  Change change(Entry entry) {
    Object document = entry.document();
    return document == null
        ? new Change.Remove(entry.path())
        : new Change.Put(entry.path(), format.write(document));
  }

  /** A run that is new is stored as it stands by now, and once. */
  private static boolean isInNewRun(Touched touched, Set<Touched> all) {
    return touched instanceof Touched.OneRun run && all.contains(new Touched.NewRun(run.run()));
  }

  private static int rank(Touched touched) {
    if (touched instanceof Touched.NewRun) {
      return 1;
    }
    if (touched instanceof Touched.OneJob) {
      return 2;
    }
    if (touched instanceof Touched.TheControl) {
      return 3;
    }
    if (touched instanceof Touched.OneBlock) {
      return 4;
    }
    if (touched instanceof Touched.OneRun) {
      return 5;
    }
    if (touched instanceof Touched.GoneRun) {
      return 6;
    }
    if (touched instanceof Touched.TheCluster) {
      return 7;
    }
    return 0;
  }

  private static Entry entry(ClusterState state, Touched touched) {
    int rank = rank(touched);
    if (touched instanceof Touched.TheFramework) {
      return new Entry(FRAMEWORK, rank, framework(state));
    }
    if (touched instanceof Touched.TheDeployment) {
      return new Entry(DEPLOYMENT, rank, state.deployed().orElseThrow());
    }
    if (touched instanceof Touched.TheCluster) {
      return new Entry(CLUSTER, rank, new ClusterDocument(state.cluster().orElse(null)));
    }
    if (touched instanceof Touched.OneBundle bundle) {
      return earlierCode(state, bundle.bundle());
    }
    if (touched instanceof Touched.OneAgent agent) {
      return executors(state, agent.agent(), rank);
    }
    if (touched instanceof Touched.TheControl) {
      return new Entry(CONTROL, rank, new ControlDocument(state.paused()));
    }
    if (touched instanceof Touched.OneJob job) {
      return new Entry(JOBS + "/" + job.job(), rank, state.job(job.job()).orElseThrow());
    }
    if (touched instanceof Touched.OneOverride override) {
      return new Entry(
          OVERRIDES + "/" + override.job(), rank, state.override(override.job()).orElse(null));
    }
    if (touched instanceof Touched.NewRun run) {
      return run(state, run.run(), rank);
    }
    if (touched instanceof Touched.OneRun run) {
      return run(state, run.run(), rank);
    }
    if (touched instanceof Touched.OneBlock block) {
      Run run = state.run(block.run()).orElseThrow();
      return new Entry(
          runPath(block.run()) + "/items/" + block.block(),
          rank,
          new BlockDocument(
              run.blocks().get(block.block()), state.carriersOf(block.run(), block.block())));
    }
    if (touched instanceof Touched.GoneRun gone) {
      return new Entry(runPath(gone.run()), rank, null);
    }
    throw new IllegalStateException("touched: " + touched + " (expected: one that is handled)");
  }

  /** Known before the deployment changes, and until no stored run wants it. */
  private static Entry earlierCode(ClusterState state, BundleId id) {
    Bundle kept =
        state.earlierCode().stream().filter(code -> code.id().equals(id)).findFirst().orElse(null);
    return new Entry(BUNDLES + "/" + id, kept == null ? 6 : -1, kept);
  }

  private static FrameworkDocument framework(ClusterState state) {
    return new FrameworkDocument(state.framework().orElse(null), state.teardown());
  }

  private static Entry executors(ClusterState state, AgentId agent, int rank) {
    List<WarmExecutor> known = state.executorsOf(agent);
    String path =
        EXECUTORS + "/" + Math.floorMod(agent.value().hashCode(), AGENT_NODES) + "/" + agent;
    return new Entry(path, rank, known.isEmpty() ? null : new ExecutorsDocument(known));
  }

  private static Entry run(ClusterState state, RunId run, int rank) {
    return new Entry(runPath(run), rank, RunDocument.of(state.run(run).orElseThrow()));
  }

  private static String runPath(RunId run) {
    return RUNS + "/" + run.job() + "/" + run;
  }

  /** From now on writes what a host that reads records up to this version can read. */
  public void writeFor(int reader) {
    format.writeFor(reader);
  }

  /**
   * The state that records hold. A job or a run that cannot be read is set aside, with all that
   * belongs to it; the rest comes back. Without a readable deployment the live hosts say what is
   * deployed. Without a readable control record everything is paused: nobody knows whether an
   * operator had paused it, and what does not fire can be made up for.
   *
   * @param records all records by path
   * @throws CannotLeadException when a newer host wrote one, or the framework's id cannot be read
   * @throws StoreException never otherwise
   */
  public StoredState restore(Map<String, byte[]> records) throws StoreException {
    FrameworkDocument framework = framework(records);
    List<SetAside> problems = new ArrayList<>();
    Deployed deployed =
        read(
            records,
            DEPLOYMENT,
            Deployed.class,
            problem ->
                problems.add(
                    aside(
                        DEPLOYMENT, problem + "; it is written anew from what live hosts carry")));
    ControlDocument control =
        read(
            records,
            CONTROL,
            ControlDocument.class,
            problem ->
                problems.add(aside(CONTROL, problem + "; everything is paused until resume()")));
    ClusterDocument cluster =
        read(
            records,
            CLUSTER,
            ClusterDocument.class,
            problem -> problems.add(aside(CLUSTER, problem)));
    StoredJobs stored = new StoredJobs(format);
    for (Map.Entry<String, byte[]> record : new TreeMap<>(records).entrySet()) {
      stored.read(record.getKey().split("/", -1), record.getValue());
    }
    boolean pausedInDoubt = control == null && records.containsKey(CONTROL);
    problems.addAll(stored.setAside());
    return new StoredState(
        framework == null ? null : framework.id(),
        deployed,
        pausedInDoubt || (control != null && control.paused()),
        stored.jobs(),
        stored.runs(),
        stored.carriers(),
        stored.executors(),
        framework != null && Boolean.TRUE.equals(framework.teardown()),
        cluster == null ? null : cluster.id(),
        stored.overrides(),
        problems,
        stored.bundles());
  }

  private static SetAside aside(String path, String problem) {
    return new SetAside(path, problem, Optional.empty());
  }

  /** Under another id the tasks of the old framework could be neither seen nor killed. */
  private @Nullable FrameworkDocument framework(Map<String, byte[]> records)
      throws CannotLeadException {
    List<String> problems = new ArrayList<>();
    FrameworkDocument framework = read(records, FRAMEWORK, FrameworkDocument.class, problems::add);
    if (!problems.isEmpty()) {
      throw new CannotLeadException(
          problems.get(0)
              + "; it holds the Mesos framework id, and under another one nobody could see or kill"
              + " what still runs. Restore the record, or remove it (zkCli.sh: delete"
              + " /ejc/NAMESPACE/records/framework): then a new framework begins, and items in"
              + " flight are waited for as after an unreachable agent");
    }
    return framework;
  }

  private <T> @Nullable T read(
      Map<String, byte[]> records, String path, Class<T> type, Consumer<String> unreadable)
      throws CannotLeadException {
    byte[] bytes = records.get(path);
    try {
      return bytes == null ? null : format.read(path, bytes, type);
    } catch (UnreadableException e) {
      unreadable.accept(String.valueOf(e.getMessage()));
      return null;
    }
  }
}
