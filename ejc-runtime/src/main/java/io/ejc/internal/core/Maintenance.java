package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides about agents that operators want to take away. The master's question is answered
 * honestly: yes, when all that runs there is likely to have ended by then, or may be tried again
 * elsewhere; no, while something runs there that would be lost for good.
 */
final class Maintenance {

  /** What an item is taken to need of which nothing is known. */
  static final Duration UNKNOWN = Duration.ofMinutes(10);

  /** A yes stays true, because nothing is placed there that would not end in time. */
  static final Duration REFUSE_YES = Duration.ofMinutes(10);

  /** A no may turn into a yes with every item that ends. */
  static final Duration REFUSE_NO = Duration.ofMinutes(1);

  private Maintenance() {}

  static void asked(Turn turn, Event.InverseOffersArrived event) {
    boolean current = turn.state.session.isOpen() && event.session() == turn.state.session.number();
    if (!current) {
      return;
    }
    List<OfferId> yes = new ArrayList<>();
    List<OfferId> no = new ArrayList<>();
    for (InverseOffer offer : event.offers()) {
      boolean may = offer.agent().map(agent -> mayGo(turn, agent, offer)).orElse(false);
      (may ? yes : no).add(offer.id());
    }
    if (!yes.isEmpty()) {
      turn.send(new Call.AcceptInverse(yes, REFUSE_YES));
    }
    if (!no.isEmpty()) {
      turn.send(new Call.DeclineInverse(no, REFUSE_NO));
    }
  }

  private static boolean mayGo(Turn turn, AgentId agent, InverseOffer offer) {
    for (Carrier carrier : turn.state.carriers.all()) {
      if (carrier.agent().equals(agent) && !mayLose(turn, carrier, offer)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayLose(Turn turn, Carrier carrier, InverseOffer offer) {
    RunId run = carrier.attempt().run();
    JobDefinition job = turn.state.runs.get(run).definition();
    Item item = turn.state.runs.item(carrier.attempt().itemId());
    Attempt latest = item.latest();
    Instant began = latest == null ? turn.now : latest.intendedAt();
    Instant end = began.plus(likely(turn.state, job));
    // one that takes longer than usual may take longer still
    boolean inTime = end.isAfter(turn.now) && !offer.unavailability().meets(turn.now, end);
    return job.failover().enabled() || item.killRequested() || inTime;
  }

  /**
   * How long an item of a job is likely to need: as long as it may work, or else as long as one of
   * its latest did.
   */
  static Duration likely(ClusterState state, JobDefinition job) {
    if (!job.timeout().isZero()) {
      return job.timeout();
    }
    Duration longest = Duration.ZERO;
    for (RunId id : state.runs.endedOf(job.name())) {
      longest = longest(state.runs.get(id), longest);
    }
    return longest.isZero() ? UNKNOWN : longest;
  }

  private static Duration longest(Run run, Duration least) {
    Duration longest = least;
    for (Item item : run.items()) {
      Attempt latest = item.latest();
      if (latest != null && latest.state() == AttemptState.SUCCEEDED) {
        Instant ended = latest.endedAt();
        Duration took =
            ended == null ? Duration.ZERO : Duration.between(latest.intendedAt(), ended);
        longest = took.compareTo(longest) > 0 ? took : longest;
      }
    }
    return longest;
  }
}
