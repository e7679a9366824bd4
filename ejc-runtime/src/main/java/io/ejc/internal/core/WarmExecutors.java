package io.ejc.internal.core;

import io.ejc.internal.core.CarrierTable.ExecutorOnAgent;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.WarmExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides about executors without work: one of the current code is kept for a while, any other is
 * ended at once. Nobody else ends executors while a host leads, so no launch races with an end:
 * retirement is stored, and from then on nothing is launched into it; then it is told to end, again
 * and again while it is there.
 *
 * <p>What an offer names as running is the truth. News of an executor's end is a hint; a wrong one
 * is put right by the next offer.
 */
final class WarmExecutors {

  /** A call that ends an executor may be lost: it is repeated after this time, then more rarely. */
  private static final Duration REPEAT = Duration.ofSeconds(10);

  private static final Duration REPEAT_MAX = Duration.ofMinutes(5);

  /** After so many calls nobody listens: the agent is gone, and offers will say what is there. */
  private static final int CALLS_MAX = 8;

  private final LaunchPlanner planner;
  private final Duration keepAlive;
  private final List<String> roles;

  WarmExecutors(LaunchPlanner planner, Duration keepAlive, List<String> roles) {
    this.planner = planner;
    this.roles = roles;
    this.keepAlive = keepAlive;
  }

  /** What offers name is there, and what they do not name is not. */
  void offered(Turn turn, List<Offer> offers) {
    for (Offer offer : offers) {
      for (ExecutorId executor : offer.executors()) {
        if (LaunchPlanner.isShared(executor)) {
          seen(turn, offer.agent(), executor);
        } else if (LaunchPlanner.isOurs(executor) && !hasWork(turn, offer.agent(), executor)) {
          // an executor of one attempt, which never gets another
          turn.send(new Call.Shutdown(offer.agent(), executor));
        }
      }
      for (WarmExecutor known : turn.state.executors.of(offer.agent())) {
        if (!offer.executors().contains(known.id()) && !hasWork(turn, known)) {
          turn.emit(new Fact.ExecutorGone(known.agent(), known.id()));
        }
      }
    }
  }

  private static void seen(Turn turn, AgentId agent, ExecutorId executor) {
    WarmExecutor known = turn.state.executors.find(agent, executor);
    if (known == null) {
      turn.emit(new Fact.ExecutorFound(agent, executor, turn.now));
    } else if (known.retired() && !hasWork(turn, known)) {
      shutdown(turn, known);
    }
  }

  /** An executor's process has ended, somebody says. */
  void ended(Turn turn, AgentId agent, ExecutorId executor) {
    WarmExecutor known = turn.state.executors.find(agent, executor);
    if (known != null && !hasWork(turn, known)) {
      turn.emit(new Fact.ExecutorGone(agent, executor));
    }
  }

  /** An executor did not take a launch, because it is ending. */
  void takesNoMore(Turn turn, AgentId agent, ExecutorId executor) {
    WarmExecutor known = turn.state.executors.find(agent, executor);
    if (known != null && !known.retired()) {
      retire(turn, known, "it takes no more work");
    }
  }

  /**
   * A drain ends tasks and no executors, and an agent that was drained takes nothing, also after an
   * operator has reactivated it, before its last executor has ended (Mesos, {@code
   * Slave::updateDrainStatus}).
   */
  void agentDrains(Turn turn, AgentId agent) {
    for (WarmExecutor known : List.copyOf(turn.state.executors.of(agent))) {
      if (!known.retired()) {
        retire(turn, known, "its agent drains");
      }
    }
  }

  /** At the end of every step: executors that have lost their work are kept for a while, or not. */
  void adjust(Turn turn) {
    List<WarmExecutor> unsettled = turn.state.executors.unsettled();
    if (unsettled.isEmpty()) {
      return;
    }
    Optional<Neighbours> neighbours =
        turn.state
            .deployed()
            .map(deployed -> new Neighbours(turn.state, planner, deployed, turn.now));
    for (WarmExecutor executor : unsettled) {
      if (executor.retired()) {
        tell(turn, executor);
      } else if (turn.state.session.closing()) {
        retire(turn, executor, "its host closes");
      } else if (turn.state.executors.isUnknown(executor.agent(), executor.id())) {
        retire(turn, executor, "nobody knows how it was begun");
      } else if (neighbours
          .filter(known -> known.isCurrent(executor.agent(), executor.id(), roles))
          .isPresent()) {
        turn.emit(
            new Fact.ExecutorIdle(executor.agent(), executor.id(), keptUntil(turn, executor)));
      } else {
        retire(turn, executor, "other code is deployed");
      }
    }
  }

  /** One that was begun for a fire waits for it, however short the others are kept. */
  private Instant keptUntil(Turn turn, WarmExecutor executor) {
    Instant until = turn.now.plus(keepAlive);
    Instant forFire =
        turn.state.warmUps.keptUntil(new ExecutorOnAgent(executor.agent(), executor.id()));
    return forFire.isAfter(until) ? forFire : until;
  }

  /** An executor had no work for as long as it is kept, or was told to end some time ago. */
  void due(Turn turn, ExecutorOnAgent key) {
    WarmExecutor executor = turn.state.executors.find(key.agent(), key.executor());
    if (executor == null || hasWork(turn, executor)) {
      return;
    }
    if (!executor.retired()) {
      retire(turn, executor, "no work for " + keepAlive.toSeconds() + " s");
    } else if (turn.state.executors.round(key) >= CALLS_MAX) {
      turn.emit(new Fact.ExecutorGone(key.agent(), key.executor()));
    } else {
      tell(turn, executor);
    }
  }

  /** This host is going to close: what has no work ends, what has goes on. */
  static void closing(Turn turn) {
    turn.emit(new Fact.Closing());
    WarmUps.giveUpAll(turn); // what makes executors ready is no work that anybody waits for
    for (WarmExecutor executor : turn.state.executors.all()) {
      if (!executor.retired() && !hasWork(turn, executor)) {
        retire(turn, executor, "its host closes");
      }
    }
  }

  private static void retire(Turn turn, WarmExecutor executor, String reason) {
    turn.emit(new Fact.ExecutorRetired(executor.agent(), executor.id(), reason, turn.now));
    if (!hasWork(turn, executor)) {
      tell(turn, executor);
    }
  }

  /** Without a session nothing can be told; when one opens, all of them are looked at again. */
  private static void tell(Turn turn, WarmExecutor executor) {
    if (turn.state.session.isOpen()) {
      ExecutorOnAgent key = new ExecutorOnAgent(executor.agent(), executor.id());
      int round = turn.state.executors.round(key);
      Duration pause = Backoff.doubling(REPEAT, REPEAT_MAX, round);
      turn.emit(
          new Fact.ShutdownAsked(executor.agent(), executor.id(), round + 1, turn.now.plus(pause)));
      shutdown(turn, executor);
    }
  }

  private static void shutdown(Turn turn, WarmExecutor executor) {
    turn.send(new Call.Shutdown(executor.agent(), executor.id()));
  }

  private static boolean hasWork(Turn turn, WarmExecutor executor) {
    return hasWork(turn, executor.agent(), executor.id());
  }

  private static boolean hasWork(Turn turn, AgentId agent, ExecutorId executor) {
    // what seems idle may hold tasks of what cannot be read
    return turn.state.setAsides.mayHaveTasks()
        || turn.state.carriers.anyIn(agent, executor)
        || turn.state.warmUps.isIn(new ExecutorOnAgent(agent, executor));
  }
}
