package io.ejc.internal.core;

import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Resources;
import java.time.Instant;

/**
 * What was last heard of an agent under one role.
 *
 * @param left its last offer, with what was left of it
 * @param most the most of each kind that it was seen to have, what runs there for us included
 * @param ports the most ports that it was seen to have
 * @param seen when it was last offered
 */
public record KnownAgent(Offer left, Resources most, int ports, Instant seen) {

  /** The same agent, of which more may have been seen before. */
  KnownAgent after(KnownAgent before) {
    return new KnownAgent(left, most.most(before.most), Math.max(ports, before.ports), seen);
  }
}
