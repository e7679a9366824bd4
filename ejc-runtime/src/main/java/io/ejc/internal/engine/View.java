package io.ejc.internal.engine;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Touched;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is durable, for readers on any thread: each job and each run is a consistent value,
 * published after its commit.
 */
public final class View {

  private final Map<JobName, Job> jobs = new ConcurrentHashMap<>();
  private final Map<RunId, Run> runs = new ConcurrentHashMap<>();
  private final Map<RunId, CompletableFuture<Run>> waiting = new ConcurrentHashMap<>();
  private volatile boolean paused;

  /** The registered jobs. */
  public List<Job> jobs() {
    return jobs.values().stream().filter(Job::registered).toList();
  }

  /** A registered job. */
  public Optional<Job> job(JobName name) {
    return Optional.ofNullable(jobs.get(name)).filter(Job::registered);
  }

  /** The runs that are kept. */
  public Collection<Run> runs() {
    return runs.values();
  }

  /** A run. */
  public Optional<Run> run(RunId id) {
    return Optional.ofNullable(runs.get(id));
  }

  /**
   * Waits for the end of a run.
   *
   * @param id the run
   * @return completed with the ended run; empty when there is no such run
   */
  public Optional<CompletableFuture<Run>> whenEnded(RunId id) {
    CompletableFuture<Run> future = waiting.computeIfAbsent(id, run -> new CompletableFuture<>());
    // looked up after the future is there, so that an end in between is not missed
    Run run = runs.get(id);
    if (run == null) {
      waiting.remove(id);
      return Optional.empty();
    }
    if (run.state().ended()) {
      end(run);
    }
    return Optional.of(future.copy());
  }

  /** Whether everything is paused. */
  public boolean paused() {
    return paused;
  }

  void replaceAll(ClusterState state) {
    paused = state.paused();
    jobs.clear();
    runs.clear();
    state.allJobs().forEach(job -> jobs.put(job.name(), job));
    state.allRuns().forEach(this::put);
  }

  void publish(ClusterState state, Collection<Touched> touched) {
    paused = state.paused();
    for (Touched record : touched) {
      if (record instanceof Touched.OneJob job) {
        state.job(job.job()).ifPresent(value -> jobs.put(value.name(), value));
      } else if (record instanceof Touched.NewRun run) {
        state.run(run.run()).ifPresent(this::put);
      } else if (record instanceof Touched.OneRun run) {
        state.run(run.run()).ifPresent(this::put);
      } else if (record instanceof Touched.OneBlock block) {
        state.run(block.run()).ifPresent(this::put);
      } else if (record instanceof Touched.GoneRun gone) {
        runs.remove(gone.run());
      }
    }
  }

  /** Nobody will end the runs that are waited for any more. */
  void abandon(RuntimeException reason) {
    waiting.values().forEach(future -> future.completeExceptionally(reason));
    waiting.clear();
  }

  private void put(Run run) {
    runs.put(run.id(), run);
    if (run.state().ended()) {
      end(run);
    }
  }

  private void end(Run run) {
    CompletableFuture<Run> future = waiting.remove(run.id());
    if (future != null) {
      future.complete(run);
    }
  }
}
