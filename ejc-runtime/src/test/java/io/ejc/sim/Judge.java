package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.record.RunStore.Change;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches everything that is stored, sent, heard and run, and stops the simulation where a promise
 * is broken. It believes the history of user code and the simulated cluster, never the scheduler.
 */
final class Judge {

  /** By how many milliseconds a host's clock may be off. */
  static final long CLOCK_OFFSET_MAX = 8_000;

  private final Map<String, LedgerRules.Turn> turns = new HashMap<>();
  private final World world;
  private final Stored stored = new Stored();
  private final LedgerRules ledger;
  private final RunRules runs;
  private final CallRules calls;
  private final LimitRules limits;
  private final HostRules hosts;
  private final WishRules wishes;

  Judge(World world) {
    this.world = world;
    this.ledger = new LedgerRules(world, stored);
    this.limits = new LimitRules(world, stored);
    this.runs = new RunRules(world, stored, limits);
    this.calls = new CallRules(world, stored, limits);
    this.hosts = new HostRules(world);
    this.wishes = new WishRules(world, stored);
  }

  Stored stored() {
    return stored;
  }

  LedgerRules ledger() {
    return ledger;
  }

  /** A part of a commit is in the store. */
  void stored(SimHost host, List<Change> part) {
    Map<JobName, @Nullable Job> jobsBefore = new HashMap<>();
    Map<RunId, @Nullable Run> runsBefore = new HashMap<>();
    Set<JobName> active = new LinkedHashSet<>();
    boolean pausedBefore = stored.paused();
    Deployed deployedBefore = stored.deployed();
    hosts.stored(host);
    for (Change change : part) {
      String path = change.path();
      if (path.startsWith("jobs/")) {
        JobName name = new JobName(path.substring("jobs/".length()));
        jobsBefore.put(name, stored.job(name));
        if (stored.isActive(name)) {
          active.add(name);
        }
      } else if (path.startsWith("runs/")) {
        RunId id = Stored.runOf(path);
        if (!runsBefore.containsKey(id)) {
          runsBefore.put(id, stored.run(id));
        }
      }
    }
    for (Change change : part) {
      stored.read(world.contents.records, change.path());
      if (change.path().startsWith("overrides/")) {
        world.registry.stored(new JobName(change.path().substring("overrides/".length())));
      }
    }
    hosts.deployed(deployedBefore, stored.deployed());
    LedgerRules.Turn turn = turns.get(host.name);
    runsBefore.forEach((id, before) -> runs.changed(id, before, ledger));
    jobsBefore.forEach((name, before) -> limits.jobChanged(before, job(name)));
    jobsBefore.forEach(
        (name, before) -> ledger.changed(name, before, turn, pausedBefore, active.contains(name)));
  }

  private Job job(JobName name) {
    Job job = stored.job(name);
    if (job == null) {
      throw new Violation("ledger", "job " + name + " is gone from the store");
    }
    return job;
  }

  /** Something reaches a host. */
  void heard(Event event) {
    if (event instanceof Event.TaskReported reported) {
      doubt(reported.report());
    } else if (event instanceof Event.SessionEnded ended && ended.frameworkRemoved()) {
      runs.frameworkRemoved();
    }
  }

  /** These states say that nobody knows (CORRECTNESS 13). */
  private void doubt(TaskReport report) {
    SimTask task = world.tasks.get(report.taskId());
    boolean unknown =
        switch (report.state()) {
          case UNREACHABLE, GONE_BY_OPERATOR, UNKNOWN -> true;
          case LOST -> !report.fromExecutor();
          default -> false;
        };
    if (task != null && unknown) {
      task.doubtHeard = world.time.now();
    }
  }

  void turning(SimHost.Term term, List<Event> batch) {
    long deployments = batch.stream().filter(Judge::mayChangeJobs).count();
    turns.put(
        term.host().name, new LedgerRules.Turn(term.shadow().turnInstant(), (int) deployments));
    calls.turning(term, batch);
  }

  private static boolean mayChangeJobs(Event event) {
    return event instanceof Event.Deployed
        || event instanceof Event.OfRegistry
        || event instanceof Event.RollBackRequested
        || event instanceof Event.RollForwardRequested;
  }

  void sending(SimHost.Term term, Call.ToMaster call) {
    calls.sending(term, call);
    wishes.sending(term, call);
  }

  void turned(SimHost.Term term, List<Event> batch) {
    calls.turned(term, batch);
    limits.turned(term);
    wishes.turned(term, batch);
  }

  /** User code begins. */
  void began(SimTask task, SimExecutor executor) {
    runs.began(task);
    if (executor.overbooked()) {
      throw new Violation("heap", "the heap of " + executor.key + " is booked twice: " + task);
    }
  }

  void answered(Call.Result result) {
    if (result instanceof Call.Result.Triggered triggered && !ledger.existed(triggered.run())) {
      throw new Violation("answers", result + " before the run was stored");
    }
  }

  void afterEvent() {
    for (OfferId offer : calls.held()) {
      if (world.master.openOffers().contains(offer)) {
        throw new Violation("offers", offer + " was heard of and neither used nor given back");
      }
    }
  }

  /** Why the calm world is not quiet yet; empty when it is. */
  String unquiet() {
    for (SimAgent agent : world.agents) {
      for (SimTask task : agent.tasks.values()) {
        if (!agent.dead && task.framework.equals(stored.framework())) {
          return "agent " + agent.id + " keeps " + task + " " + task.pending;
        }
      }
    }
    for (SimAgent agent : world.agents) {
      if (!agent.dead && agent.reachable && !agent.executors.isEmpty()) {
        return "agent " + agent.id + " keeps executors: " + agent.executors.keySet();
      }
    }
    for (Run run : stored.runs()) {
      if (!run.state().ended()) {
        return "run " + run.id() + " has not ended: " + run.items();
      }
    }
    for (SimTask task : world.tasks.values()) {
      if (task.runs()) {
        return "user code still runs: " + task;
      }
    }
    SimHost leader = world.election.leader();
    if (leader == null || leader.term() == null) {
      return "nobody leads";
    }
    if (!hosts.unquiet(stored.deployed()).isEmpty()) {
      return hosts.unquiet(stored.deployed());
    }
    String out = calls.unquiet(leader) + limits.unquiet() + world.listeners.unquiet();
    return out.isEmpty() ? ledger.unquiet(leader) : out;
  }
}
