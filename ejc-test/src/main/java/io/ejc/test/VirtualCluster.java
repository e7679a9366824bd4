package io.ejc.test;

import io.ejc.api.RunView;
import io.ejc.internal.core.Call;
import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.CoreSettings;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.core.Step;
import io.ejc.internal.execute.LoneAttempt;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.record.InMemoryRunStore;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StoreException;
import io.ejc.runtime.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs of jobs on virtual time: the real scheduler with its ledger, over agents that are not there.
 * Crons fire, items are placed, user code is called as {@link JobItem#run()} calls it, failures are
 * retried after their pauses, lost agents are failed over, all on the calling thread and as fast as
 * it can.
 *
 * <pre>{@code
 * VirtualCluster cluster = VirtualCluster.of(Instant.parse("2026-03-01T00:00:00Z"), SettleOrders.class);
 * cluster.advance(Duration.ofMinutes(1));
 * assertThat(cluster.runs("settle-orders")).hasSize(6);
 * }</pre>
 *
 * <p>There are two agents with 4 cpus and 4096 MB each, without attributes, ports and reservations:
 * items that want such wait for ever. User code takes no time unless {@link #takes} says so, and is
 * called when that time is over; a kill before that means that it is never called. Its own clock is
 * the real one: what it should work on is {@code getScheduledInstant()}. Not for several threads.
 */
public final class VirtualCluster {

  private static final int AGENTS = 2;
  private static final int STEPS_MAX = 1_000_000;
  private static final String REQUEST = "test";

  private final Map<JobName, Class<?>> types = new HashMap<>();
  private final Map<String, Duration> durations = new HashMap<>();
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final StateRecords records = new StateRecords();
  private final SchedulerCore core;
  private final ClusterState state;
  private final VirtualMesos mesos;
  private Instant now;
  private int requests;
  private Call.Result answer = new Call.Result.Done();

  private VirtualCluster(Instant start, List<Class<?>> classes) {
    now = start;
    List<JobDefinition> definitions = new ArrayList<>();
    for (Class<?> type : classes) {
      for (JobDefinition job : AnnotatedJob.readAll(type)) {
        types.put(job.name(), type);
        definitions.add(job);
      }
    }
    LaunchPlanner planner =
        new LaunchPlanner(
            new ExecutorProfile(
                "test",
                "http://127.0.0.1/",
                "java",
                List.of(),
                "",
                100,
                512,
                256,
                new TreeMap<>()));
    core = new SchedulerCore(new CoreSettings(1, 10, 500), planner);
    mesos = new VirtualMesos(AGENTS, new UserCode());
    try {
      state = ClusterState.restore(records.restore(store.takeOver()));
    } catch (StoreException e) {
      throw new IllegalStateException("the store in memory refuses", e);
    }
    Bundle code = new Bundle(new BundleId("test"), List.of(), List.of());
    event(new Event.Deployed(code, definitions));
    settle();
  }

  /**
   * Deploys the jobs of classes, as a host that starts at an instant.
   *
   * @param start the first instant; what was due before it is not fired
   * @param types classes with {@code @ElasticJob}, or with such methods
   * @throws IllegalArgumentException with all that a start would find wrong
   */
  public static VirtualCluster of(Instant start, Class<?>... types) {
    return new VirtualCluster(start, List.of(types));
  }

  /**
   * How long user code of each item of a job is at work, from now on.
   *
   * @param jobName the job's name
   * @param duration virtual; zero by default
   */
  public VirtualCluster takes(String jobName, Duration duration) {
    durations.put(jobName, duration);
    return this;
  }

  /** What the scheduler's clock says. */
  public Instant now() {
    return now;
  }

  /** Lets time pass, and everything happen that happens meanwhile. */
  public VirtualCluster advance(Duration by) {
    Instant end = now.plus(by);
    int still = 0;
    Optional<Instant> next = next(end);
    while (next.isPresent()) {
      boolean goesOn = next.get().isAfter(now);
      still = goesOn ? 0 : still + 1;
      if (still > STEPS_MAX) {
        throw endless();
      }
      now = goesOn ? next.get() : now;
      event(new Event.TimePassed());
      settle();
      next = next(end);
    }
    now = end;
    return this;
  }

  /**
   * Starts a run now.
   *
   * @param jobName the job's name
   * @return the run, as it stands when what happens at once has happened
   * @throws IllegalStateException when it is refused
   */
  public RunView trigger(String jobName) {
    return trigger(jobName, Optional.empty());
  }

  /**
   * Starts a run now, with a parameter of its own in place of the job's.
   *
   * @param jobName the job's name
   * @param parameter what its items find in {@code getJobParameter()}
   * @return the run, as it stands when what happens at once has happened
   * @throws IllegalStateException when it is refused
   */
  public RunView trigger(String jobName, String parameter) {
    return trigger(jobName, Optional.of(parameter));
  }

  private RunView trigger(String jobName, Optional<String> parameter) {
    // of two at one instant each is a run of its own
    requests++;
    event(
        new Event.TriggerRequested(
            REQUEST + requests, new JobName(jobName), Optional.empty(), parameter));
    Call.Result result = answer;
    settle();
    if (result instanceof Call.Result.Triggered triggered) {
      return Views.run(state.run(triggered.run()).orElseThrow());
    }
    throw new IllegalStateException(String.valueOf(result));
  }

  /** Asks for the end of a run: all its items that have not ended. */
  public VirtualCluster kill(String runId) {
    event(new Event.RunKillRequested(REQUEST, RunId.parse(runId)));
    settle();
    return this;
  }

  /**
   * From now on nothing is heard of an agent, as when its machine is gone.
   *
   * @param index 0 or 1
   */
  public VirtualCluster loseAgent(int index) {
    mesos.lose(index, now);
    settle();
    return this;
  }

  /** The runs of a job that are kept, in the order of their instants. */
  public List<RunView> runs(String jobName) {
    return state.allRuns().stream()
        .filter(run -> run.id().job().value().equals(jobName))
        .map(Views::run)
        .sorted(Comparator.comparing(RunView::scheduledInstant))
        .toList();
  }

  private Optional<Instant> next(Instant end) {
    Optional<Instant> timer = state.nextTimer();
    Optional<Instant> due = mesos.next();
    Optional<Instant> first =
        timer.isPresent() && (due.isEmpty() || timer.get().isBefore(due.get())) ? timer : due;
    return first.filter(at -> !at.isAfter(end));
  }

  /** Lets everything happen that needs no time. */
  private void settle() {
    for (int steps = 0; steps < STEPS_MAX; steps++) {
      Optional<Instant> due = mesos.next().filter(at -> !at.isAfter(now));
      if (due.isPresent()) {
        mesos.happen(now).ifPresent(this::event);
      } else {
        Optional<Event> offers = mesos.offers(now);
        if (offers.isEmpty()) {
          return;
        }
        event(offers.get());
      }
    }
    throw endless();
  }

  private IllegalStateException endless() {
    return new IllegalStateException(
        "now: " + now + " does not end after " + STEPS_MAX + " steps (expected: that time passes)");
  }

  private void event(Event event) {
    Step step = core.step(state, event, now);
    try {
      store.commit(records.changes(state, state.drainTouched()));
    } catch (StoreException e) {
      throw new IllegalStateException("the store in memory refuses", e);
    }
    for (Call call : step.calls()) {
      if (call instanceof Call.Answer told) {
        answer = told.result();
      } else {
        mesos.call(call, now);
      }
    }
  }

  private final class UserCode implements VirtualMesos.Work {

    @Override
    public Duration takes(TaskLaunch launch) {
      String job = launch.payload().attempt().run().job().value();
      return durations.getOrDefault(job, Duration.ZERO);
    }

    @Override
    public LoneAttempt.Ended run(TaskLaunch launch) {
      Class<?> type =
          types.getOrDefault(launch.payload().attempt().run().job(), VirtualCluster.class);
      try {
        return LoneAttempt.run(
            new LoneAttempt.Work(
                launch.payload(), AnnotatedJob.loaderOf(type), Optional.empty(), Duration.ZERO));
      } catch (Exception e) {
        throw new IllegalStateException("the application's JobFactory cannot be used: " + e, e);
      }
    }
  }
}
