package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Offer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agents that were offered to this process, those last seen longest ago first; never stored. It
 * says why items wait, and places nothing: only an offer at hand is used.
 */
final class KnownAgents {

  private static final int KEPT = 20_000;

  private record Key(AgentId agent, String role) {}

  private final Map<Key, KnownAgent> agents = new LinkedHashMap<>();

  Collection<KnownAgent> all() {
    return Collections.unmodifiableCollection(agents.values());
  }

  /** Their last offers. */
  List<Offer> offers() {
    return agents.values().stream().map(KnownAgent::left).toList();
  }

  @Nullable KnownAgent find(Offer offer) {
    return agents.get(key(offer));
  }

  void apply(Fact.AgentsSeen fact) {
    for (KnownAgent seen : fact.agents()) {
      KnownAgent before = agents.remove(key(seen.left()));
      agents.put(key(seen.left()), before == null ? seen : seen.after(before));
    }
    while (agents.size() > KEPT) {
      agents.remove(agents.keySet().iterator().next());
    }
  }

  private static Key key(Offer offer) {
    return new Key(offer.agent(), offer.offered().role());
  }
}
