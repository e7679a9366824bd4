package io.ejc.internal.core;

import io.ejc.internal.core.CarrierTable.ExecutorOnAgent;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.WarmExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The shared executors that are known, by agent. Which of them have work is the carriers' business;
 * those that have none are unsettled until it is decided what becomes of them.
 */
final class ExecutorTable {

  private final Map<AgentId, SortedMap<String, WarmExecutor>> known = new LinkedHashMap<>();
  private final Set<ExecutorOnAgent> unsettled = new LinkedHashSet<>();
  private final Map<ExecutorOnAgent, Integer> rounds = new HashMap<>();
  private final Timers timers;
  private final CarrierTable carriers;
  private final WarmUpTable warmUps;

  ExecutorTable(Timers timers, CarrierTable carriers, WarmUpTable warmUps) {
    this.timers = timers;
    this.carriers = carriers;
    this.warmUps = warmUps;
  }

  @Nullable WarmExecutor find(AgentId agent, ExecutorId executor) {
    SortedMap<String, WarmExecutor> ofAgent = known.get(agent);
    return ofAgent == null ? null : ofAgent.get(executor.value());
  }

  /** Those of an agent, in the order of their ids. */
  List<WarmExecutor> of(AgentId agent) {
    SortedMap<String, WarmExecutor> ofAgent = known.get(agent);
    return ofAgent == null ? List.of() : List.copyOf(ofAgent.values());
  }

  /** Those agents that have some. */
  Set<AgentId> agents() {
    return Set.copyOf(known.keySet());
  }

  /** All of them. */
  List<WarmExecutor> all() {
    List<WarmExecutor> all = new ArrayList<>();
    known.values().forEach(ofAgent -> all.addAll(ofAgent.values()));
    return all;
  }

  /** Executors without work of which it is to be decided what becomes of them. */
  List<WarmExecutor> unsettled() {
    List<WarmExecutor> found = new ArrayList<>();
    for (ExecutorOnAgent key : unsettled) {
      WarmExecutor executor = find(key.agent(), key.executor());
      if (executor != null) {
        found.add(executor);
      }
    }
    return found;
  }

  /** How often a retired executor was told to end in this session. */
  int round(ExecutorOnAgent key) {
    return rounds.getOrDefault(key, 0);
  }

  void restore(Collection<WarmExecutor> executors) {
    executors.forEach(this::put);
  }

  /** Whether an executor is there of which nobody knows how it was begun. */
  boolean isUnknown(AgentId agent, ExecutorId executor) {
    WarmExecutor found = find(agent, executor);
    return found != null && !found.retired() && found.addresses() == null;
  }

  /**
   * Whether nothing can be launched into an executor: it is to end, or was begun nobody knows how.
   */
  boolean takesNothing(AgentId agent, ExecutorId executor) {
    WarmExecutor found = find(agent, executor);
    return found != null && (found.retired() || found.addresses() == null);
  }

  /** Something is launched into an executor; returns whether it was not known. */
  boolean launched(Fact.AttemptIntended intended) {
    AgentId agent = intended.carrier().agent();
    ExecutorId executor = intended.carrier().executor();
    ExecutorOnAgent key = new ExecutorOnAgent(agent, executor);
    unsettled.remove(key);
    warmUps.used(key);
    timers.clear(new Timers.Key.Executor(key));
    if (find(agent, executor) != null) {
      return false;
    }
    put(new WarmExecutor(agent, executor, false, intended.at(), intended.addresses()));
    return true;
  }

  /** An executor is begun ahead of a fire. */
  void begun(Fact.WarmUpIntended intended) {
    put(
        new WarmExecutor(
            intended.agent(), intended.executor(), false, intended.at(), intended.addresses()));
  }

  private void put(WarmExecutor executor) {
    known
        .computeIfAbsent(executor.agent(), agent -> new TreeMap<>())
        .put(executor.id().value(), executor);
    settleAgain(new ExecutorOnAgent(executor.agent(), executor.id()));
  }

  private void gone(AgentId agent, ExecutorId executor) {
    known.computeIfPresent(
        agent,
        (of, executors) -> {
          executors.remove(executor.value());
          return executors.isEmpty() ? null : executors;
        });
    ExecutorOnAgent key = new ExecutorOnAgent(agent, executor);
    unsettled.remove(key);
    rounds.remove(key);
    warmUps.gone(key);
    timers.clear(new Timers.Key.Executor(key));
  }

  /** Other code, or another job: what was decided about executors without work is decided again. */
  private void settleAllAgain() {
    all().forEach(this::settleAgain);
  }

  /** A session begins or ends: those that are to end are told when there is one. */
  void tellAgain() {
    all().stream().filter(WarmExecutor::retired).forEach(this::settleAgain);
  }

  private void settleAgain(WarmExecutor executor) {
    settleAgain(new ExecutorOnAgent(executor.agent(), executor.id()));
  }

  /** Makes a fact true; false when it is about something else. */
  boolean apply(Fact fact, TouchedRecords touched) {
    boolean others = fact instanceof Fact.JobChanged || fact instanceof Fact.JobRemoved;
    if (others || fact instanceof Fact.BundleDeployed || fact instanceof Fact.BundleForgotten) {
      settleAllAgain();
      return false; // others are interested too
    }
    if (fact instanceof Fact.ExecutorFound found) {
      put(new WarmExecutor(found.agent(), found.executor(), false, found.at(), null));
      touched.add(new Touched.OneAgent(found.agent()));
    } else if (fact instanceof Fact.ExecutorRetired retired) {
      put(new WarmExecutor(retired.agent(), retired.executor(), true, retired.at(), null));
      touched.add(new Touched.OneAgent(retired.agent()));
    } else if (fact instanceof Fact.ExecutorGone gone) {
      gone(gone.agent(), gone.executor());
      touched.add(new Touched.OneAgent(gone.agent()));
    } else if (fact instanceof Fact.ExecutorIdle idle) {
      idle(idle);
    } else if (fact instanceof Fact.ShutdownAsked asked) {
      asked(asked);
    } else {
      return false;
    }
    return true;
  }

  /** An executor may have no work any more. */
  void settleAgain(ExecutorOnAgent key) {
    rounds.remove(key);
    timers.clear(new Timers.Key.Executor(key));
    boolean works = carriers.anyIn(key.agent(), key.executor()) || warmUps.isIn(key);
    if (find(key.agent(), key.executor()) != null && !works) {
      unsettled.add(key);
    }
  }

  private void idle(Fact.ExecutorIdle idle) {
    ExecutorOnAgent key = new ExecutorOnAgent(idle.agent(), idle.executor());
    unsettled.remove(key);
    timers.set(new Timers.Key.Executor(key), idle.until());
  }

  private void asked(Fact.ShutdownAsked asked) {
    ExecutorOnAgent key = new ExecutorOnAgent(asked.agent(), asked.executor());
    unsettled.remove(key);
    rounds.put(key, asked.round());
    timers.set(new Timers.Key.Executor(key), asked.retryAt());
  }
}
