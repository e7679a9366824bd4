package io.ejc.sim;

import io.ejc.internal.core.Event;
import java.util.List;
import java.util.Objects;

/** Lets faults strike, each at its own pace, until the world calms down. */
final class Chaos {

  private final World world;

  Chaos(World world) {
    this.world = world;
  }

  void begin() {
    for (Fault fault : Fault.values()) {
      if (fault.strikes() && world.options.has(fault)) {
        Dice dice = world.dice(fault.name());
        double pace = dice.pick(List.of(0.4, 1.0, 2.5));
        next(fault, dice, fault.every().toMillis() * pace);
      }
    }
  }

  private void next(Fault fault, Dice dice, double mean) {
    world.time.in(
        dice.pause(mean),
        () -> {
          if (!world.isCalm()) {
            strike(fault, dice);
            next(fault, dice, mean);
          }
        });
  }

  private void strike(Fault fault, Dice dice) {
    switch (fault) {
      case CRASH -> crash(dice.pick(world.hosts), dice.between(100, 20_000));
      case RIVAL -> world.election.rival();
      case CLOSE -> close(dice.pick(world.hosts), dice.between(100, 10_000));
      case EXECUTOR_ENDS -> idleEnds(dice);
      case MAINTENANCE -> world.maintenance.announce(dice.pick(world.agents), dice);
      case TEARDOWN -> world.operators.teardown();
      case OUTAGE -> outage(dice.between(20_000, 150_000));
      case CLOCK_STEP -> clockStep(dice.pick(world.hosts), dice);
      case CLOCK_SKEW -> clockSkew(dice.pick(world.hosts), dice);
      case SESSION_CUT -> cutSession(dice);
      case MASTER_FAILOVER -> world.master.failOver(dice.between(500, 5_000), dice);
      case AGENT_LOSS -> loseAgent(dice);
      case PARTITION -> partition(dice);
      case EXECUTOR_CRASH -> crashExecutor(dice);
      case RESCIND -> world.master.offers().rescind(dice);
      case DRAIN -> drain(dice.pick(world.agents));
      case FRAMEWORK_REMOVED -> world.master.removeFrameworks();
      case TRIGGER -> world.operators.trigger();
      case KILL -> world.operators.kill();
      case SWITCH -> world.operators.switchJob();
      case PAUSE -> world.operators.pause();
      case REGISTRY -> world.registry.operate();
      case ROLL_BACK -> world.rollBacks.operate();
      case DEPLOY -> world.operators.deploy();
      default -> throw new IllegalStateException(fault + " (expected: one that strikes)");
    }
  }

  private void crash(SimHost host, long downMillis) {
    host.crash("by chance");
    world.time.in(downMillis, () -> world.election.start(host));
  }

  /** The process closes in order: it says so to itself, and ends. */
  private void close(SimHost host, long downMillis) {
    int life = host.life;
    var unused =
        host.ask(Event.Closing::new)
            .map(
                answer ->
                    answer.thenRun(
                        () ->
                            world.time.in(
                                world.latency(),
                                () -> {
                                  if (host.life == life) {
                                    host.crash("in order");
                                  }
                                })));
    world.time.in(downMillis, () -> world.election.start(host));
  }

  private void idleEnds(Dice dice) {
    List<SimExecutor> shared =
        world.agents.stream()
            .flatMap(agent -> agent.executors.values().stream())
            .filter(executor -> !executor.oneAttempt)
            .toList();
    if (!shared.isEmpty()) {
      dice.pick(shared).endIdle();
    }
  }

  private void outage(long millis) {
    for (SimHost host : world.hosts) {
      host.crash("in an outage");
      world.time.in(millis, () -> world.election.start(host));
    }
  }

  private void clockStep(SimHost host, Dice dice) {
    setClock(host, dice.between(-Judge.CLOCK_OFFSET_MAX, Judge.CLOCK_OFFSET_MAX));
  }

  /** Somebody sets it right later. */
  private void clockSkew(SimHost host, Dice dice) {
    long off = World.MAX_SKEW.toMillis() + dice.between(1_000, 600_000);
    setClock(host, dice.chance(0.5) ? off : -off);
    world.time.in(dice.between(5_000, 90_000), () -> setClock(host, 0));
  }

  private void setClock(SimHost host, long offset) {
    host.clockOffset = offset;
    world.note(() -> "the clock of " + host.name + " is off by " + host.clockOffset + " ms");
    host.clockStepped();
  }

  private void cutSession(Dice dice) {
    List<SimStream> streams =
        world.master.frameworks.values().stream()
            .filter(framework -> framework.stream != null)
            .map(framework -> Objects.requireNonNull(framework.stream))
            .toList();
    if (!streams.isEmpty()) {
      world.note(() -> "a session is cut");
      dice.pick(streams).cut(dice.between(0, 10_000));
    }
  }

  private void loseAgent(Dice dice) {
    SimAgent agent = dice.pick(world.agents);
    if (agent.dead) {
      return;
    }
    world.note(() -> "agent " + agent.id + " dies");
    agent.die();
    world.time.in(dice.between(5_000, 40_000), () -> world.master.agentLost(agent, false));
    if (dice.chance(0.5)) {
      world.time.in(dice.between(30_000, 90_000), () -> world.master.agentLost(agent, true));
    }
    world.time.in(dice.between(1_000, 20_000), world::addAgent);
  }

  private void partition(Dice dice) {
    SimAgent agent = dice.pick(world.agents);
    if (agent.dead || !agent.reachable) {
      return;
    }
    long lasts = dice.chance(0.5) ? dice.between(200, 8_000) : dice.between(8_000, 150_000);
    world.note(() -> "agent " + agent.id + " cannot be reached for " + lasts + " ms");
    agent.reachable = false;
    int incarnation = world.master.incarnation();
    world.time.in(
        dice.between(5_000, 30_000),
        () -> {
          if (!agent.reachable && world.master.incarnation() == incarnation) {
            world.master.agentLost(agent, false);
          }
        });
    world.time.in(
        lasts,
        () -> {
          if (!agent.dead) {
            agent.reachable = true;
            world.note(() -> "agent " + agent.id + " can be reached again");
            world.master.register(agent);
          }
        });
  }

  private void crashExecutor(Dice dice) {
    List<SimExecutor> running =
        world.agents.stream().flatMap(agent -> agent.executors.values().stream()).toList();
    if (!running.isEmpty()) {
      dice.pick(running).exit(9, "EXECUTOR_TERMINATED");
    }
  }

  private void drain(SimAgent agent) {
    if (agent.dead) {
      return;
    }
    world.note(() -> "agent " + agent.id + " drains");
    for (SimTask task : List.copyOf(agent.tasks.values())) {
      if (!task.ended()) {
        task.mark(SimTask.Mark.DRAINED);
        agent.kill(task.id);
      }
    }
  }
}
