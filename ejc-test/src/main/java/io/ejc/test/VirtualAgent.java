package io.ejc.test;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An agent as far as a scheduler sees it: what is free there, and when it may be offered. */
final class VirtualAgent {

  private static final Resources TOTAL = new Resources(Resources.cpuMillis(4), 4_096, 10_000, 0);

  private final String host;
  private final Map<ExecutorId, Resources> executors = new LinkedHashMap<>();
  private final Map<String, Resources> tasks = new LinkedHashMap<>();
  private Instant refusedUntil = Instant.MIN;
  private boolean lost;

  VirtualAgent(String host) {
    this.host = host;
  }

  AgentId id() {
    return new AgentId(host);
  }

  /** Nobody hears of it any more. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  boolean isToBeOffered(Instant now) {
    return !lost && !now.isBefore(refusedUntil);
  }

  /** Until then nothing of it is wanted, unless more becomes free. */
  void refused(Instant until) {
    refusedUntil = until;
  }

  Offer offer(OfferId offer) {
    Resources free = TOTAL;
    for (Resources taken : executors.values()) {
      free = free.minus(taken);
    }
    for (Resources taken : tasks.values()) {
      free = free.minus(taken);
    }
    return new Offer(offer, id(), host, free, Map.of(), executors.keySet());
  }

  void take(TaskLaunch launch) {
    executors.putIfAbsent(launch.executor().id(), launch.executor().allocation().amounts());
    tasks.put(launch.carrier().toString(), launch.resources());
  }

  /** An executor of one item ends with it. */
  void free(TaskLaunch launch) {
    tasks.remove(launch.carrier().toString());
    ExecutorId executor = launch.executor().id();
    if (!LaunchPlanner.isShared(executor)) {
      executors.remove(executor);
    }
    refusedUntil = Instant.MIN;
  }

  void end(ExecutorId executor) {
    executors.remove(executor);
    refusedUntil = Instant.MIN;
  }
}
