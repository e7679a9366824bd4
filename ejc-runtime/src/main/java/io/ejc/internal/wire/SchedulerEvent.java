package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.TaskReport;
import java.time.Duration;
import java.util.List;

/** One record of a scheduler's stream (Mesos v1 scheduler API, "Events"). */
public sealed interface SchedulerEvent {

  /**
   * The master accepted the subscription; the first record of a stream.
   *
   * @param framework the framework's id, given or confirmed
   * @param heartbeat how often heartbeats come
   * @param masterVersion the master's version, empty when it does not say
   */
  record Subscribed(FrameworkId framework, Duration heartbeat, String masterVersion)
      implements SchedulerEvent {}

  /**
   * Resources are offered.
   *
   * @param offers the offers
   */
  record Offers(List<Offer> offers) implements SchedulerEvent {
    /** Copies the list. */
    public Offers {
      offers = List.copyOf(offers);
    }
  }

  /**
   * The master asks whether agents may go away.
   *
   * @param offers the questions
   */
  record InverseOffers(List<InverseOffer> offers) implements SchedulerEvent {
    /** Copies the list. */
    public InverseOffers {
      offers = List.copyOf(offers);
    }
  }

  /**
   * An offer, or a question, is valid no more. It may have been answered already.
   *
   * @param offer its id
   */
  record Rescinded(OfferId offer) implements SchedulerEvent {}

  /**
   * A task's state is told.
   *
   * @param report what is said
   */
  record Updated(TaskReport report) implements SchedulerEvent {}

  /**
   * An executor ended, also when it did so cleanly. May be lost.
   *
   * @param agent where
   * @param executor which
   * @param status the raw wait status of its process
   */
  record ExecutorFailed(AgentId agent, ExecutorId executor, int status) implements SchedulerEvent {}

  /**
   * An agent was lost or removed. May be lost itself.
   *
   * @param agent the agent
   */
  record AgentFailed(AgentId agent) implements SchedulerEvent {}

  /**
   * An executor says something about a lease. May be lost, and may come twice or late.
   *
   * @param agent where it runs
   * @param executor the executor
   * @param message what it says
   */
  record AboutLease(AgentId agent, ExecutorId executor, LeaseMessage message)
      implements SchedulerEvent {}

  /**
   * An executor sent another message. Nothing else of ours is said this way, because messages may
   * be lost.
   *
   * @param agent where it runs
   * @param executor the executor
   * @param size how many bytes it sent
   */
  record Message(AgentId agent, ExecutorId executor, int size) implements SchedulerEvent {}

  /**
   * The master refuses this framework and ends the stream.
   *
   * @param message the master's words
   */
  record Failed(String message) implements SchedulerEvent {}

  /** The connection is alive. */
  record Heartbeat() implements SchedulerEvent {}

  /**
   * Something that a newer master says, or that does not concern us.
   *
   * @param type its type
   */
  record Unknown(String type) implements SchedulerEvent {}
}
