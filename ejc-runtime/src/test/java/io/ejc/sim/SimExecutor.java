package io.ejc.sim;

import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An executor's process, and the user code that runs in it. */
final class SimExecutor {

  private static final long FORCE_AFTER = 60_000;
  private static final long SHUTDOWN_GRACE = 5_000;
  private static final long LINGER = 2_000;

  final SimAgent.Key key;
  final boolean oneAttempt;
  final Resources resources;

  /** Whether it takes no more work. */
  boolean ending;

  /** Whether that is because it had none for too long. */
  boolean endsByItself;

  private int idleTimes;

  private final World world;
  private final SimAgent agent;
  private final Dice dice;
  private final Map<String, SimTask> tasks = new LinkedHashMap<>();
  private final long heapMb;
  private boolean registered;
  private boolean madeReady;
  private boolean dead;

  SimExecutor(World world, SimAgent agent, SimAgent.Key key, ExecutorSpec spec) {
    this.world = world;
    this.agent = agent;
    this.key = key;
    this.oneAttempt = spec.payload().oneAttempt();
    this.resources = spec.resources();
    this.heapMb = World.HEAP_MB;
    this.dice = world.dice("executors");
  }

  void start() {
    boolean fails = world.strikes(Fault.LAUNCH_FAILURE, 0.08);
    world.time.in(
        dice.between(200, 2_500),
        () -> {
          if (dead) {
            return;
          }
          if (fails) {
            exit(256, "CONTAINER_LAUNCH_FAILED");
          } else {
            registered = true;
            List.copyOf(tasks.values()).forEach(this::beginSoon);
          }
        });
  }

  /** Takes a task; it begins when the process is there. */
  void launch(SimTask task) {
    if (task.warmsUp() && madeReady) {
      throw new Violation("warm-ups", task + " (expected: each executor is made ready once)");
    }
    madeReady |= task.warmsUp();
    idleTimes++;
    tasks.put(task.id, task);
    if (registered) {
      beginSoon(task);
    }
  }

  List<SimTask> tasks() {
    return List.copyOf(tasks.values());
  }

  private void beginSoon(SimTask task) {
    world.time.in(dice.between(2, 60), () -> begin(task));
  }

  private void begin(SimTask task) {
    if (task.warmsUp()) {
      makeReady(task);
    } else if (task.isExclusive() && task.lease == null) {
      task.lease = new SimLease(world, agent, this, task);
      task.lease.ask();
    } else if (!task.isExclusive()) {
      beginWork(task);
    }
  }

  /** The code is loaded, and that is all. */
  private void makeReady(SimTask task) {
    if (dead || task.ended() || !tasks.containsKey(task.id)) {
      return;
    }
    Dice of = world.dice("warm-ups");
    agent.byExecutor(task, TaskState.RUNNING, Kind.STARTED, "");
    boolean fails = world.strikes(Fault.LAUNCH_FAILURE, 0.1);
    world.time.in(
        of.between(1, 3_000),
        () -> {
          if (!dead && !task.ended() && tasks.containsKey(task.id)) {
            agent.byExecutor(
                task,
                fails ? TaskState.FAILED : TaskState.FINISHED,
                fails ? Kind.BUNDLE_ERROR : Kind.SUCCEEDED,
                "");
            over(task);
          }
        });
  }

  /** User code begins; for an exclusive task when its lease is held. */
  void beginWork(SimTask task) {
    if (dead || task.ended() || task.entry != null || !tasks.containsKey(task.id)) {
      return;
    }
    task.entry =
        world.history.begin(
            new History.Entry(
                task.id,
                task.launch.payload().attempt(),
                task.launch.payload().fencingToken(),
                agent.id,
                world.time.now()));
    task.stubborn = world.strikes(Fault.JOB_STUBBORN, task.isExclusive() ? 0.7 : 0.3);
    world.note(() -> "user code begins " + task.entry);
    world.judge.began(task, this);
    agent.byExecutor(task, TaskState.RUNNING, Kind.STARTED, "");
    if (SimDaemons.stays(task)) {
      world.daemons.began(task, agent);
      return;
    }
    boolean isLong = world.strikes(Fault.JOB_LONG, task.isExclusive() ? 0.6 : 0.15);
    long duration = isLong ? dice.between(20_000, 200_000) : dice.between(50, 6_000);
    boolean willThrow = world.strikes(Fault.JOB_THROWS, 0.3);
    world.time.in(
        duration,
        () -> {
          if (willThrow) {
            end(task, History.How.THREW);
          } else {
            end(task, History.How.RETURNED);
          }
        });
  }

  private void end(SimTask task, History.How how) {
    if (dead || !task.runs()) {
      return;
    }
    History.Entry entry = Objects.requireNonNull(task.entry);
    boolean threw = how == History.How.THREW;
    entry.end(how, threw ? "com.example.Thrown" + entry.token : "", world.time.now());
    world.note(() -> "user code ended " + entry);
    switch (how) {
      case RETURNED -> agent.byExecutor(task, TaskState.FINISHED, Kind.SUCCEEDED, "");
      case THREW -> agent.byExecutor(task, TaskState.FAILED, Kind.FAILED, entry.exception);
      default -> agent.byExecutor(task, TaskState.KILLED, Kind.KILLED, "");
    }
    over(task);
  }

  private void over(SimTask task) {
    tasks.remove(task.id);
    if (tasks.isEmpty() && (oneAttempt || ending)) {
      ending = true;
      world.time.in(dice.between(1, 200), () -> exit(0, "EXECUTOR_TERMINATED"));
    } else if (tasks.isEmpty()) {
      int mine = ++idleTimes;
      world.time.in(
          World.IDLE_END,
          () -> {
            if (mine == idleTimes) {
              endIdle();
            }
          });
    }
  }

  /** It had no work for long, and thinks that nobody leads. */
  void endIdle() {
    if (!dead && !ending && tasks.isEmpty()) {
      world.note(() -> "executor " + key.executor() + " on " + agent.id + " ends by itself");
      ending = true;
      endsByItself = true;
      world.time.in(LINGER, () -> exit(0, "EXECUTOR_TERMINATED"));
    }
  }

  boolean isDead() {
    return dead;
  }

  /** The process ends with a status while a task runs in it. */
  void exitWith(SimTask task, int status) {
    if (!dead && task.runs()) {
      exit(status, "EXECUTOR_TERMINATED");
    }
  }

  /** A task was never answered about its lease: it does not begin any more. */
  void giveUp(SimTask task) {
    if (!dead && task.entry == null && tasks.containsKey(task.id)) {
      task.mark(SimTask.Mark.LEASE_ENDING);
      agent.byExecutor(task, TaskState.KILLED, Kind.KILLED, "");
      over(task);
    }
  }

  /** User code is asked to end, and does if it notices. */
  void cancel(SimTask task) {
    agent.byExecutor(task, TaskState.KILLING, Kind.KILLED, "");
    if (!task.stubborn) {
      world.time.in(dice.between(5, 800), () -> end(task, History.How.KILLED));
    }
  }

  void kill(SimTask task) {
    if (task.killed) {
      return;
    }
    task.killed = true;
    if (!task.runs()) {
      boolean early = !registered;
      if (early) {
        agent.byAgent(task, TaskState.KILLED, "TASK_KILLED_DURING_LAUNCH");
      } else {
        agent.byExecutor(task, TaskState.KILLED, Kind.KILLED, "");
      }
      over(task);
      return;
    }
    if (world.planted(Planted.KILL_REPORTED_EARLY)) {
      agent.byExecutor(task, TaskState.KILLED, Kind.KILLED, "");
    } else {
      agent.byExecutor(task, TaskState.KILLING, Kind.KILLED, "");
    }
    if (!task.stubborn) {
      world.time.in(dice.between(5, 800), () -> end(task, History.How.KILLED));
    }
    long grace = task.launch.killGrace().toMillis();
    if (!oneAttempt) {
      world.time.in(grace, () -> stuck(task));
    }
    world.time.in(
        oneAttempt ? grace : grace + FORCE_AFTER,
        () -> exitWith(task, oneAttempt ? 12 << 8 : 13 << 8));
  }

  private void stuck(SimTask task) {
    if (!dead && task.runs()) {
      agent.byExecutor(task, TaskState.KILLING, Kind.STUCK, "");
    }
  }

  /** The agent asks it to end, and kills it after a grace. */
  void shutdown() {
    ending = true;
    for (SimTask task : tasks()) {
      task.mark(SimTask.Mark.LOSS);
      task.mark(SimTask.Mark.DRAINED);
      kill(task);
    }
    long until = tasks.isEmpty() ? dice.between(1, 500) : SHUTDOWN_GRACE;
    world.time.in(until, () -> exit(9, "EXECUTOR_TERMINATED"));
  }

  /** The process ends; what ran in it dies. */
  void exit(int status, String reason) {
    if (dead) {
      return;
    }
    dead = true;
    ending = true;
    world.note(() -> "executor " + key.executor() + " on " + agent.id + " exits with " + status);
    for (SimTask task : tasks.values()) {
      task.mark(SimTask.Mark.LOSS);
      if (task.runs()) {
        Objects.requireNonNull(task.entry).end(History.How.DIED, "", world.time.now());
      }
    }
    agent.exited(this, status, reason);
  }

  /** What runs in it, of what may only be one scheduler's, must fit. */
  boolean overbooked() {
    long booked = 0;
    List<SimTask> counted = new ArrayList<>(tasks.values());
    for (SimTask task : counted) {
      if (!task.is(SimTask.Mark.GIVEN_UP)) {
        booked += world.heapOf(task);
      }
    }
    return !oneAttempt && booked > heapMb;
  }
}
