package io.ejc.internal.core;

import io.ejc.internal.model.RunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of agents while items wait; of which waiting runs it was said why they wait, and
 * when it is to be said again.
 */
final class WaitTable {

  final KnownAgents agents = new KnownAgents();
  private final Map<RunId, Instant> again = new HashMap<>();
  private final Timers timers;
  private boolean watched;

  WaitTable(Timers timers) {
    this.timers = timers;
  }

  boolean isWatched() {
    return watched;
  }

  @Nullable Instant again(RunId run) {
    return again.get(run);
  }

  /** Makes a fact true; false when it is about something else. */
  boolean apply(Fact fact) {
    if (fact instanceof Fact.AgentsSeen seen) {
      agents.apply(seen);
    } else if (fact instanceof Fact.WaitExplained explained) {
      again.put(explained.waiting().item().run(), explained.again());
    } else if (fact instanceof Fact.WaitsWatched watch) {
      watch(watch);
    } else {
      return false;
    }
    return true;
  }

  private void watch(Fact.WaitsWatched watch) {
    again.keySet().retainAll(watch.waiting());
    watched = watch.at().isPresent();
    timers.clear(new Timers.Key.Waits());
    watch.at().ifPresent(at -> timers.set(new Timers.Key.Waits(), at));
  }
}
