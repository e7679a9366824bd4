package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.engine.ClockWatch;
import io.ejc.internal.engine.HandTurnedEngine;
import io.ejc.internal.engine.Inbox;
import io.ejc.internal.engine.MasterConnection;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.record.CannotLeadException;
import io.ejc.internal.record.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A host process: up or down, leading or not, with a clock of its own. */
final class SimHost {

  private static final int BATCH_MAX = 200;
  private static final long PAUSE_AFTER_REFUSAL = 2_000;

  final String name;
  long clockOffset;
  private final World world;
  private final Dice dice;
  private Deployment deployment =
      new Deployment(new DeploymentId("v0"), SimCode.bundle(0), List.of(), List.of());
  private long aliveSince;
  private boolean alive;
  private boolean standing;
  private boolean wanted;
  private boolean busy;
  int life;
  private @Nullable Term term;

  SimHost(World world, String name) {
    this.world = world;
    this.name = name;
    this.dice = world.dice("host " + name);
  }

  boolean isAlive() {
    return alive;
  }

  /** Whether it believes to lead. */
  boolean leads() {
    return alive && wanted;
  }

  @Nullable Term term() {
    return term;
  }

  Instant clock() {
    return world.instant(world.time.now() + clockOffset);
  }

  void start() {
    if (!alive) {
      alive = true;
      aliveSince = world.time.now();
      deployment = world.rollBacks.deployment(this);
      world.note(() -> name + " starts with " + deployment.id());
      world.announced(this);
      stand();
    }
  }

  /** A host whose clock is wrong does not stand; it looks again later. */
  private void stand() {
    int mine = life;
    try {
      boolean unused = HostRules.watch(world, this).check();
      standing = true;
      world.election.stands();
    } catch (StoreException e) {
      world.note(() -> name + " does not stand: " + e.getMessage());
      world.time.in(
          dice.between(2_000, 60_000),
          () -> {
            if (life == mine && alive) {
              stand();
            }
          });
    }
  }

  Deployment deployment() {
    return deployment;
  }

  /** For how long it has been up, in milliseconds. */
  long aliveFor() {
    return alive ? world.time.now() - aliveSince : 0;
  }

  boolean stands() {
    return alive && standing;
  }

  void hostsChanged() {
    if (term != null && term.isReady()) {
      term.deploy();
    }
  }

  void elected() {
    wanted = true;
    world.note(() -> name + " is elected");
    lead(0);
  }

  void deposed() {
    wanted = false;
    world.note(() -> name + " hears that it is deposed");
    endTerm();
  }

  /** The process ends without a word. */
  void crash(String where) {
    if (!alive) {
      return;
    }
    world.note(() -> name + " crashes " + where);
    alive = false;
    standing = false;
    wanted = false;
    int last = ++life;
    world.time.in(
        dice.between(500, 8_000),
        () -> {
          if (life == last && !alive) {
            world.vanished(this);
          }
        });
    endTerm();
    world.election.crashed(this);
  }

  void clockStepped() {
    if (term != null) {
      term.turnSoon(0);
    }
  }

  private void endTerm() {
    if (term != null) {
      term.end();
      term = null;
    }
  }

  /** The host's thread waits, and the world goes on. */
  void waits(long millis) {
    int mine = life;
    boolean before = busy;
    busy = true;
    world.time.runUntil(world.time.now() + millis);
    busy = before;
    if (life != mine) {
      throw new HostCrash("while it waited");
    }
  }

  private void lead(long pause) {
    int mine = life;
    world.time.in(
        pause + dice.between(0, 300),
        () -> {
          if (life == mine && alive && wanted && term == null) {
            if (busy) {
              lead(100);
            } else {
              begin();
            }
          }
        });
  }

  private void begin() {
    Term next = new Term();
    term = next;
    busy = true;
    try {
      next.begin();
    } catch (StoreException e) {
      refused(next, e);
    } catch (HostCrash e) {
      crashed(next, e);
    } finally {
      busy = false;
    }
  }

  /** Unless the process ended, and perhaps began again, while it waited. */
  private void crashed(Term of, HostCrash e) {
    if (!of.over) {
      crash(e.getMessage());
    }
  }

  private void refused(Term of, StoreException e) {
    world.note(() -> name + " cannot store: " + e.getMessage());
    of.end();
    if (term == of) {
      term = null;
    }
    if (e instanceof CannotLeadException) {
      wanted = false;
      standing = false;
      world.election.withdrawn(this);
      stand();
    } else if (alive && wanted) {
      lead(PAUSE_AFTER_REFUSAL);
    }
  }

  /** Somebody in this process asks; empty when it does not lead. */
  Optional<CompletableFuture<Call.Result>> ask(Function<String, Event> event) {
    Term current = term;
    if (current == null || current.engine == null) {
      return Optional.empty();
    }
    return Optional.of(current.engine.ask(request -> () -> current.put(event.apply(request))));
  }

  /** One period of leadership. */
  final class Term {
    private final List<Event> queue = new ArrayList<>();
    private final Inbox inbox = new Inbox();
    private final SimConnection connection = new SimConnection(world, SimHost.this, this);
    private final MasterConnection outgoing;
    private final Mutation mutation;
    private @Nullable HandTurnedEngine engine;
    private @Nullable Shadow shadow;
    private boolean over;
    private int wakes;

    Term() {
      mutation =
          Mutation.of(
              world,
              call -> {
                world.judge.sending(this, call);
                connection.send(call);
              });
      outgoing = new Outgoing(this, mutation);
    }

    SimHost host() {
      return SimHost.this;
    }

    SimConnection connection() {
      return connection;
    }

    Shadow shadow() {
      if (shadow == null) {
        throw new IllegalStateException("term of " + name + " (expected: one that has begun)");
      }
      return shadow;
    }

    boolean isReady() {
      return engine != null && shadow != null && !over;
    }

    void begin() throws StoreException {
      SimStore store = new SimStore(world, SimHost.this);
      Shadow mine = new Shadow(world, SimHost.this, mutation.over(store));
      ClockWatch watch = HostRules.watch(world, SimHost.this);
      boolean unused = watch.check();
      engine =
          new HandTurnedEngine(
              world.core,
              mine.store(),
              outgoing,
              inbox,
              SimHost.this::clock,
              watch,
              (call, run) -> world.listeners.call(this, call, run));
      mine.begin();
      shadow = mine;
      deploy();
    }

    void deploy() {
      boolean own = world.planted(Planted.OLDER_DEPLOYED);
      List<Deployment> live = own ? List.of(deployment) : world.deployments();
      put(mutation.deployed(new Event.Deployed(live)));
    }

    /** Something arrives from the master. */
    void hear(Event event) {
      if (!over) {
        world.judge.heard(event);
        world.note(() -> name + " hears " + Brief.of(event));
        mutation.heard(event).forEach(this::put);
      }
    }

    void put(Event event) {
      if (!over) {
        queue.add(event);
        turnSoon(dice.chance(0.2) ? dice.between(0, 30) : 0);
      }
    }

    void turnSoon(long millis) {
      world.time.in(millis, this::turn);
    }

    private void turn() {
      if (over || shadow == null || engine == null) {
        return;
      }
      if (busy) {
        turnSoon(20);
        return;
      }
      Instant now = clock();
      if (queue.isEmpty() && shadow.nextTimer().filter(next -> !next.isAfter(now)).isPresent()) {
        queue.add(new Event.TimePassed());
      }
      if (queue.isEmpty()) {
        wakeAtNextTimer();
        return;
      }
      List<Event> batch = List.copyOf(queue.subList(0, Math.min(BATCH_MAX, queue.size())));
      queue.subList(0, batch.size()).clear();
      turn(engine, shadow, batch, now);
    }

    private void turn(HandTurnedEngine turned, Shadow mine, List<Event> batch, Instant now) {
      batch.forEach(inbox::put);
      mine.expect(batch, now);
      world.judge.turning(this, batch);
      busy = true;
      try {
        turned.turn();
        mutation.turned();
        if (!over) {
          mine.compare();
          world.judge.turned(this, batch);
          turnSoon(0);
        }
      } catch (StoreException e) {
        refused(this, e);
      } catch (HostCrash e) {
        crashed(this, e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a simulation", e);
      } finally {
        busy = false;
      }
    }

    private void wakeAtNextTimer() {
      int mine = ++wakes;
      shadow()
          .nextTimer()
          .ifPresent(
              next ->
                  world.time.at(
                      world.millis(next) - clockOffset,
                      () -> {
                        if (mine == wakes) {
                          turn();
                        }
                      }));
    }

    void end() {
      over = true;
      connection.close();
      if (engine != null) {
        engine.end();
      }
    }
  }
}
