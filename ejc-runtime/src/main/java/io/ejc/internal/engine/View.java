package io.ejc.internal.engine;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.core.Touched;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is durable, for readers on any thread: each job and each run is a consistent value,
 * published after its commit.
 */
public final class View {

  private static final String NOT_ENDED = " had not ended when EJC was closed";
  private static final String NOT_KEPT = " is not kept any more";

  private final Map<JobName, Job> jobs = new ConcurrentHashMap<>();
  private final Map<RunId, Run> runs = new ConcurrentHashMap<>();
  private final Map<JobName, JobOverride> overrides = new ConcurrentHashMap<>();
  private final Map<RunId, CompletableFuture<Run>> waiting = new ConcurrentHashMap<>();
  private volatile boolean paused;
  private volatile boolean abandoned;
  private volatile boolean leading;
  private volatile @Nullable Instant seenAt;
  private volatile List<StoredState.SetAside> setAside = List.of();

  /** The registered jobs. */
  public List<Job> jobs() {
    return jobs.values().stream().filter(Job::registered).toList();
  }

  /** A registered job. */
  public Optional<Job> job(JobName name) {
    return Optional.ofNullable(jobs.get(name)).filter(Job::registered);
  }

  /** What was decided about jobs at run time. */
  public Collection<JobOverride> overrides() {
    return overrides.values();
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
    if (!runs.containsKey(id)) {
      return Optional.empty();
    }
    CompletableFuture<Run> future = waiting.computeIfAbsent(id, run -> new CompletableFuture<>());
    // looked up after the future is there, so that an end in between is not missed
    Run run = runs.get(id);
    if (run == null) {
      fail(id, NOT_KEPT);
    } else if (run.state().ended()) {
      end(run);
    } else if (abandoned) {
      fail(id, NOT_ENDED);
    }
    return Optional.of(future.copy());
  }

  /** Whether everything is paused. */
  public boolean paused() {
    return paused;
  }

  /** Whether what is shown is what this host itself has stored. */
  public boolean leading() {
    return leading;
  }

  /** When a host that does not lead has last looked; empty when it never has. */
  public Optional<Instant> seenAt() {
    return Optional.ofNullable(seenAt);
  }

  /** What is stored and could not be read. */
  public List<StoredState.SetAside> setAside() {
    return setAside;
  }

  /** This host leads, and this is what it begins with. */
  synchronized void lead(ClusterState state) {
    leading = true;
    replaceAll(state);
  }

  /** This host leads no more: others change what is stored. */
  synchronized void follow(Instant now) {
    if (leading) {
      leading = false;
      seenAt = now;
    }
  }

  /** What a host that does not lead has read; of no use to one that leads by now. */
  synchronized void seen(ClusterState state, Instant when) {
    if (!leading) {
      seenAt = when;
      replaceAll(state);
    }
  }

  synchronized void replaceAll(ClusterState state) {
    setAside = state.setAside();
    paused = state.paused();
    jobs.keySet().removeIf(name -> state.job(name).isEmpty());
    overrides.keySet().removeIf(name -> state.override(name).isEmpty());
    state.allOverrides().forEach(override -> overrides.put(override.job(), override));
    runs.keySet().removeIf(id -> state.run(id).isEmpty());
    state.allJobs().forEach(job -> jobs.put(job.name(), job));
    state.allRuns().forEach(this::put);
    List.copyOf(waiting.keySet()).stream()
        .filter(id -> state.run(id).isEmpty())
        .forEach(id -> fail(id, NOT_KEPT));
  }

  synchronized void publish(ClusterState state, Collection<Touched> touched) {
    paused = state.paused();
    for (Touched record : touched) {
      if (record instanceof Touched.OneJob job) {
        state.job(job.job()).ifPresent(value -> jobs.put(value.name(), value));
      } else if (record instanceof Touched.OneOverride override) {
        state
            .override(override.job())
            .ifPresentOrElse(
                value -> overrides.put(override.job(), value),
                () -> overrides.remove(override.job()));
      } else if (record instanceof Touched.NewRun run) {
        state.run(run.run()).ifPresent(this::put);
      } else if (record instanceof Touched.OneRun run) {
        state.run(run.run()).ifPresent(this::put);
      } else if (record instanceof Touched.OneBlock block) {
        state.run(block.run()).ifPresent(this::put);
      } else if (record instanceof Touched.GoneRun gone) {
        runs.remove(gone.run());
        fail(gone.run(), NOT_KEPT);
      }
    }
  }

  /** Nobody will end the runs that are waited for any more. */
  void abandon() {
    abandoned = true;
    List.copyOf(waiting.keySet()).forEach(id -> fail(id, NOT_ENDED));
  }

  private void fail(RunId id, String why) {
    CompletableFuture<Run> future = waiting.remove(id);
    if (future != null) {
      future.completeExceptionally(new IllegalStateException("run " + id + why));
    }
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
