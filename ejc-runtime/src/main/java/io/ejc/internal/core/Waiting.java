package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ItemId;
import java.util.List;

/**
 * Why an item is not running.
 *
 * @param item the item
 * @param verdict in one word
 * @param why in one sentence, for people
 * @param agents what each known agent lacks, the nearest fit first; of many, the nearest
 * @param change the smallest change that would place it, empty when none is known
 */
public record Waiting(
    ItemId item, Verdict verdict, String why, List<AgentVeto> agents, String change) {

  /** Copies the list. */
  public Waiting {
    agents = List.copyOf(agents);
  }

  /** Why, in one word. */
  public enum Verdict {
    /** It does not wait: it was launched, runs or has ended. */
    NOT_WAITING,
    /** It waits for its next attempt's time. */
    LATER,
    /** An earlier run of its job has not ended. */
    HELD,
    /** As many items of its run are launched as its job allows. */
    LIMITED,
    /** Everything is paused. */
    PAUSED,
    /** There is no session with the master. */
    NO_SESSION,
    /** No agent has been offered. */
    NO_OFFERS,
    /** Agents could take it, and are busy now. */
    BUSY,
    /** No agent that is known could ever take it. */
    IMPOSSIBLE,
    /** An agent would take it; it is about to be placed. */
    ABOUT_TO_RUN
  }

  /**
   * What an agent lacks.
   *
   * @param agent the agent
   * @param hostname its host name
   * @param why what it lacks
   */
  public record AgentVeto(AgentId agent, String hostname, String why) {}
}
