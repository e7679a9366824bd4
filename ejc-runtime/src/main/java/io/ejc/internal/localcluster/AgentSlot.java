package io.ejc.internal.localcluster;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.DrainInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.jspecify.annotations.Nullable;

/** A registered agent as the master keeps it: what is free, which executors run. */
final class AgentSlot {

  private final AgentDescription description;
  private final AgentLink link;
  private final Map<ExecutorKey, RunningExecutor> executors = new LinkedHashMap<>();
  private final Set<PendingKill> pendingKills = new LinkedHashSet<>();
  private Quantities free;
  private boolean connected = true;
  private boolean silent;
  private Loop.Timer silence = Loop.Timer.NONE;
  private final Instant registered;
  private boolean deactivated;
  private @Nullable DrainInfo drain;
  private @Nullable Unavailability unavailability;

  AgentSlot(AgentDescription description, AgentLink link, Instant now) {
    this.registered = now;
    this.description = description;
    this.link = link;
    this.free = description.total();
  }

  /** An executor's name: executor ids are unique within a framework only. */
  record ExecutorKey(String frameworkId, String executorId) {}

  /** Its description as launched, and what it holds itself. */
  record RunningExecutor(ExecutorInfo info, Quantities resources) {
    String role() {
      return ResourceMessages.roleOf(info.getResourcesList());
    }
  }

  /** A KILL that could not be delivered. */
  record PendingKill(String frameworkId, String taskId) {}

  AgentDescription description() {
    return description;
  }

  String id() {
    return description.id();
  }

  AgentLink link() {
    return link;
  }

  Instant registered() {
    return registered;
  }

  /** Whether an operator has taken it out of the offers. */
  boolean deactivated() {
    return deactivated;
  }

  void deactivate(boolean now) {
    deactivated = now;
  }

  /** How far an operator's drain is, null if there is none. */
  @Nullable DrainInfo drain() {
    return drain;
  }

  void drain(@Nullable DrainInfo now) {
    drain = now;
  }

  /** When an operator plans to take its machine away, null if not. */
  @Nullable Unavailability unavailability() {
    return unavailability;
  }

  void unavailable(@Nullable Unavailability planned) {
    unavailability = planned;
  }

  /** What an operator has said about the agent outlives its connection. */
  void keep(AgentSlot earlier) {
    deactivated = earlier.deactivated;
    drain = earlier.drain;
    unavailability = earlier.unavailability;
  }

  boolean offerable() {
    return connected && !deactivated;
  }

  boolean connected() {
    return connected;
  }

  void lostConnection() {
    connected = false;
  }

  /** True if a message would arrive, as far as is known. */
  boolean reachable() {
    return connected && !silent;
  }

  /** It answers no pings; the timer is what gives it up. */
  void silentUntil(Loop.Timer timer) {
    silence.cancel();
    silence = timer;
    silent = true;
  }

  void stopTimer() {
    silence.cancel();
  }

  Set<PendingKill> pendingKills() {
    return pendingKills;
  }

  Quantities free() {
    return free;
  }

  void take(Quantities taken) {
    free = free.minus(taken);
  }

  void give(Quantities given) {
    free = free.plus(given);
  }

  @Nullable RunningExecutor executor(String frameworkId, String executorId) {
    return executors.get(new ExecutorKey(frameworkId, executorId));
  }

  void addExecutor(String frameworkId, RunningExecutor executor) {
    String executorId = executor.info().getExecutorId().getValue();
    executors.put(new ExecutorKey(frameworkId, executorId), executor);
  }

  /** The executor is gone; null if it was not known. */
  @Nullable RunningExecutor removeExecutor(ExecutorKey key) {
    return executors.remove(key);
  }

  Map<ExecutorKey, RunningExecutor> executors() {
    return executors;
  }

  List<ExecutorID> executorsOf(String frameworkId) {
    return executors.entrySet().stream()
        .filter(e -> e.getKey().frameworkId().equals(frameworkId))
        .map(e -> e.getValue().info().getExecutorId())
        .toList();
  }

  Set<ExecutorKey> executorKeys() {
    return Set.copyOf(executors.keySet());
  }
}
