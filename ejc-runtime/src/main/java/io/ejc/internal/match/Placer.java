package io.ejc.internal.match;

import io.ejc.internal.model.Offer;
import java.util.List;

/** Finds places for waiting items; {@link Matcher#match} is one. */
@FunctionalInterface
public interface Placer {

  /**
   * Matches.
   *
   * @param demands the waiting items, those first in line first
   * @param offers the offers, used up by this: each ends as used or unused
   * @param surroundings what runs already
   * @return what to launch where, what to give back, and what waits on
   */
  Match match(List<Demand> demands, List<Offer> offers, Surroundings surroundings);
}
