package io.ejc.internal.core;

import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.WarmExecutor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was stored, as a restart or a new leader finds it.
 *
 * @param framework the framework's id, when the master gave one
 * @param deployed what is deployed, when there is something
 * @param paused whether everything is paused
 * @param jobs all jobs, removed ones too
 * @param runs all runs that are kept
 * @param carriers the carriers that had not ended
 * @param executors the shared executors that are known
 * @param teardown whether the framework is to be ended
 * @param cluster the local cluster that attempts were launched on, if it was a local one
 * @param overrides what was decided about jobs at run time
 * @param setAside what is stored but cannot be read, and stays as it is stored
 * @param bundles code that is not current, and that runs want
 */
public record StoredState(
    @Nullable FrameworkId framework,
    @Nullable Deployed deployed,
    boolean paused,
    List<Job> jobs,
    List<Run> runs,
    List<Carrier> carriers,
    List<WarmExecutor> executors,
    boolean teardown,
    @Nullable String cluster,
    List<JobOverride> overrides,
    List<SetAside> setAside,
    List<Bundle> bundles) {

  /** Without executors, overrides and earlier code. */
  public StoredState(
      @Nullable FrameworkId framework,
      @Nullable Deployed deployed,
      boolean paused,
      List<Job> jobs,
      List<Run> runs,
      List<Carrier> carriers,
      List<SetAside> setAside) {
    this(
        framework, deployed, paused, jobs, runs, carriers, List.of(), false, null, List.of(),
        setAside, List.of());
  }

  /** Nothing stored yet. */
  public static final StoredState EMPTY =
      new StoredState(null, null, false, List.of(), List.of(), List.of(), List.of());

  /**
   * Something that is stored and cannot be read.
   *
   * @param record its path
   * @param problem what is wrong, with the record named
   * @param job the job when it is the job's own record: its runs are set aside with it
   */
  public record SetAside(String record, String problem, Optional<JobName> job) {
    /** A job's own record. */
    public SetAside(String problem, Optional<JobName> job) {
      this(job.map(name -> "jobs/" + name).orElse(""), problem, job);
    }

    /** The run, when it is one of a run's records: {@code runs/JOB/RUN} or below. */
    Optional<RunId> run() {
      String[] path = record.split("/", -1);
      if (path.length < 3 || !path[0].equals("runs")) {
        return Optional.empty();
      }
      try {
        return Optional.of(RunId.parse(path[2]));
      } catch (IllegalArgumentException noRun) {
        return Optional.empty();
      }
    }
  }
}
