package io.ejc.api;

import java.util.List;

/**
 * Why an item is not running.
 *
 * @param runId its run
 * @param item its number
 * @param reason why, in one word
 * @param summary why, in one sentence
 * @param agents what each agent that was offered lacks, the nearest fit first; of many, the nearest
 * @param change the smallest change that would place it; empty when none is known
 */
public record WaitingView(
    String runId, int item, Reason reason, String summary, List<AgentVeto> agents, String change) {

  /** Copies the list. */
  public WaitingView {
    agents = List.copyOf(agents);
  }

  /** Why an item is not running, in one word. */
  public enum Reason {
    /** It does not wait: it was launched, runs, or has ended. */
    NOT_WAITING,
    /** Its next attempt is not due yet. */
    LATER,
    /** An earlier run of its job has not ended. */
    HELD,
    /** As many items of its run are launched as {@link ElasticJob#maxParallelItems()} allows. */
    LIMITED,
    /** Everything is paused. */
    PAUSED,
    /** The host has no session with the Mesos master. */
    NO_SESSION,
    /** No agent has been offered since the item waits. */
    NO_OFFERS,
    /** Agents could take it, and are busy now. */
    BUSY,
    /** No agent that is known could ever take it. */
    IMPOSSIBLE,
    /** An agent would take it; it is about to be placed. */
    ABOUT_TO_RUN
  }

  /**
   * What one agent lacks.
   *
   * @param agentId the agent
   * @param agentHost its host name
   * @param why what it lacks, such as {@code cpus short by 0.3 (wanted 0.6, offered 0.3)}
   */
  public record AgentVeto(String agentId, String agentHost, String why) {}
}
