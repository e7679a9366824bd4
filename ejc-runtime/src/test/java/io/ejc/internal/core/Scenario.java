package io.ejc.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.discover.AttributeRules;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.record.InMemoryRunStore;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A script of what arrives at the scheduler, and what it decided. Every step is stored, and every
 * restart reads back what was stored, so that scripts test the records as well.
 */
public final class Scenario {

  static final FrameworkId FRAMEWORK = new FrameworkId("f-1");

  private final SchedulerCore core;
  final LaunchPlanner planner;
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final StateRecords records = new StateRecords();
  private final List<String> script = new ArrayList<>();
  private final List<JobDefinition> definitions = new ArrayList<>();
  private ClusterState state = ClusterState.restore(StoredState.EMPTY);
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private List<Fact> facts = List.of();
  private List<Call> calls = List.of();
  private final List<Call> allCalls = new ArrayList<>();
  private Bundle bundle = Jobs.bundle();
  private int offers;
  private int updates;
  private int stored = Integer.MAX_VALUE;

  private Scenario(int maxLosses, List<String> roles) {
    this(new CoreSettings(1, maxLosses, 3, CoreSettings.Upkeep.USUAL, roles));
  }

  private Scenario(CoreSettings settings) {
    planner =
        new LaunchPlanner(
            new ExecutorProfile(
                "shop",
                "http://127.0.0.1:1/layers/s/",
                "java",
                List.of(),
                "",
                100,
                512,
                256,
                new TreeMap<>()));
    core = new SchedulerCore(settings, planner, new AttributeRules()::effective);
    takeOver();
  }

  static Scenario scenario(Jobs... jobs) {
    return scenario(10, jobs);
  }

  static Scenario scenario(int maxLosses, Jobs... jobs) {
    Scenario scenario = new Scenario(maxLosses, List.of("*"));
    scenario.deploy(jobs);
    return scenario;
  }

  static Scenario inRoles(List<String> roles, Jobs... jobs) {
    Scenario scenario = new Scenario(10, roles);
    scenario.deploy(jobs);
    return scenario;
  }

  /** Somebody is told of each run. */
  static Scenario listening(Jobs... jobs) {
    return with(new CoreSettings(1, 10, 3, CoreSettings.Upkeep.USUAL, List.of("*"), true), jobs);
  }

  static Scenario with(CoreSettings settings, Jobs... jobs) {
    Scenario scenario = new Scenario(settings);
    scenario.deploy(jobs);
    return scenario;
  }

  /** Listeners have returned from the call that was made last. */
  Scenario told(io.ejc.internal.model.RunId run, io.ejc.internal.model.Run.Phase phase) {
    return event(new Event.ListenersReturned(run, phase));
  }

  Scenario deploy(Jobs... jobs) {
    definitions.clear();
    Arrays.stream(jobs).map(Jobs::build).forEach(definitions::add);
    return event(new Event.Deployed(bundle, definitions));
  }

  Scenario deployBundle(String id, Jobs... jobs) {
    bundle = new Bundle(new BundleId(id), bundle.executorLayers(), bundle.applicationLayers());
    return deploy(jobs);
  }

  /** The live hosts carry these deployments, in the order in which the hosts came. */
  Scenario hostsCarry(Deployment... live) {
    return event(new Event.Deployed(List.of(live)));
  }

  /** Another host leads from now on. */
  Scenario leaderChanges(Deployment... live) {
    script.add("another host leads");
    takeOver();
    return hostsCarry(live);
  }

  /** The scheduler ends without a word, and another one begins with what was stored. */
  Scenario restart() {
    script.add("restart");
    takeOver();
    return event(new Event.Deployed(bundle, definitions));
  }

  /** Of the next step only so many records are stored: the host ends in its commit. */
  Scenario cutAfter(int changes) {
    stored = changes;
    return this;
  }

  /** Somebody spoils a record. */
  Scenario spoil(String path) {
    try {
      store.commit(List.of(new Change.Put(path, new byte[] {'?'})));
    } catch (StoreException e) {
      throw new AssertionError("the store refused", e);
    }
    return this;
  }

  private void takeOver() {
    try {
      state = ClusterState.restore(records.restore(store.takeOver()));
    } catch (StoreException e) {
      throw new AssertionError("the store refused", e);
    }
  }

  /** Time passes, and nobody looks. */
  Scenario asleepUntil(String instant) {
    now = Instant.parse(instant);
    return this;
  }

  Scenario at(String instant) {
    now = Instant.parse(instant);
    return event(new Event.TimePassed());
  }

  Scenario later(Duration duration) {
    now = now.plus(duration);
    return event(new Event.TimePassed());
  }

  Scenario subscribed() {
    return event(new Event.Subscribed(state.session.number(), FRAMEWORK));
  }

  Scenario sessionEnded(boolean frameworkRemoved) {
    return event(new Event.SessionEnded(state.session.number(), "cut", frameworkRemoved));
  }

  Scenario trigger(String job, String key) {
    return event(new Event.TriggerRequested("q", new JobName(job), Optional.of(key)));
  }

  Scenario kill(String run, int item) {
    return event(
        new Event.KillRequested("q", new ItemId(io.ejc.internal.model.RunId.parse(run), item)));
  }

  /** One offer of each agent, large enough for anything. */
  Scenario offers(String... agents) {
    Offer[] all = Arrays.stream(agents).map(agent -> offer(agent, 4, 4096)).toArray(Offer[]::new);
    return offers(all);
  }

  Scenario offers(Offer... all) {
    return event(new Event.OffersArrived(state.session.number(), List.of(all)));
  }

  Offer offer(String agent, double cpus, int memMb, ExecutorId... running) {
    return new Offer(
        new OfferId("o" + ++offers),
        new AgentId(agent),
        agent + ".example.com",
        new Resources(Resources.cpuMillis(cpus), memMb, 1000, 0),
        Map.of(),
        Set.of(running));
  }

  /** What the executor says of an attempt. */
  Scenario told(TaskLaunch launch, TaskState taskState, Kind kind) {
    return told(launch, taskState, kind, "", "");
  }

  Scenario told(TaskLaunch launch, TaskState taskState, Kind kind, String thrown, String message) {
    AttemptId attempt = launch.payload().attempt();
    return report(
        launch,
        taskState,
        "",
        true,
        Optional.of(new AttemptReport(attempt, kind, thrown, message, 4711)));
  }

  /** What the agent or the master says of a task. */
  Scenario said(TaskLaunch launch, TaskState taskState, String reason) {
    return report(launch, taskState, reason, false, Optional.empty());
  }

  Scenario runs(TaskLaunch launch) {
    return told(launch, TaskState.RUNNING, Kind.STARTED);
  }

  Scenario succeeds(TaskLaunch launch) {
    return runs(launch).told(launch, TaskState.FINISHED, Kind.SUCCEEDED);
  }

  /** The executor takes no more work. */
  Scenario refuses(TaskLaunch launch) {
    return report(launch, TaskState.DROPPED, "", true, Optional.empty());
  }

  /** It stays, and tells what became of due instants. */
  Scenario fired(TaskLaunch launch, Firings firings) {
    AttemptReport told = AttemptReport.fired(launch.payload().attempt(), 4711, firings);
    return report(launch, TaskState.RUNNING, "", true, Optional.of(told));
  }

  Scenario throwsException(TaskLaunch launch) {
    return told(launch, TaskState.FAILED, Kind.FAILED, "java.io.IOException", "disk full");
  }

  /** An exception that its job does not want retried. */
  Scenario failsForGood(TaskLaunch launch) {
    AttemptReport report =
        new AttemptReport(
            launch.payload().attempt(),
            Kind.FAILED,
            "java.io.IOException",
            "disk full",
            4711,
            true);
    return report(launch, TaskState.FAILED, "", true, Optional.of(report));
  }

  private Scenario report(
      TaskLaunch launch,
      TaskState taskState,
      String reason,
      boolean fromExecutor,
      Optional<AttemptReport> attempt) {
    boolean master = !fromExecutor && taskState != TaskState.FAILED;
    Optional<String> uuid = master ? Optional.empty() : Optional.of("u" + ++updates);
    return event(
        new Event.TaskReported(
            state.session.number(),
            new TaskReport(
                launch.id().toString(),
                taskState,
                reason,
                fromExecutor,
                fromExecutor ? "" : "said",
                Optional.of(launch.agent()),
                uuid,
                attempt)));
  }

  Scenario event(Event event) {
    script.add(now + " " + event);
    Step step = core.step(state, event, now);
    facts = step.facts();
    calls = step.calls();
    allCalls.addAll(calls);
    step.facts().forEach(fact -> script.add("    fact " + fact));
    step.calls().forEach(call -> script.add("    call " + call));
    try {
      List<Change> changes = records.changes(state, state.drainTouched());
      store.commit(changes.subList(0, Math.min(stored, changes.size())));
    } catch (StoreException e) {
      throw new AssertionError("the store refused", e);
    }
    stored = Integer.MAX_VALUE;
    return this;
  }

  List<Fact> facts() {
    return facts;
  }

  List<Call> calls() {
    return calls;
  }

  <C extends Call> List<C> calls(Class<C> type) {
    return calls.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** All launches since the beginning. */
  List<TaskLaunch> allLaunches() {
    return allCalls.stream()
        .filter(Call.Accept.class::isInstance)
        .map(Call.Accept.class::cast)
        .flatMap(accept -> accept.launches().stream())
        .toList();
  }

  /** The launches of the last step. */
  List<TaskLaunch> launches() {
    return calls(Call.Accept.class).stream().flatMap(accept -> accept.launches().stream()).toList();
  }

  TaskLaunch launch() {
    assertThat(launches()).as(this::text).hasSize(1);
    return launches().get(0);
  }

  Call.Result answer() {
    List<Call.Answer> answers = calls(Call.Answer.class);
    assertThat(answers).as(this::text).hasSize(1);
    return answers.get(0).result();
  }

  ClusterState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  Job job(String name) {
    return state.job(new JobName(name)).orElseThrow();
  }

  List<Run> runsOf(String job) {
    return state.allRuns().stream()
        .filter(run -> run.id().job().value().equals(job))
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .toList();
  }

  Run onlyRun() {
    assertThat(state.allRuns()).as(this::text).hasSize(1);
    return state.allRuns().iterator().next();
  }

  Item onlyItem() {
    return onlyRun().item(0);
  }

  /** The whole script so far, for a failure's message. */
  String text() {
    return String.join("\n", script);
  }
}
