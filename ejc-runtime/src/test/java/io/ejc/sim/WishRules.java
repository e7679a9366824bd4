package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.Run;
import io.ejc.internal.trigger.FireTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Offers are wanted while something waits or a fire is near, and no longer. */
final class WishRules {

  /** A wish may be from before a clock was set back. */
  private static final Duration SET_BACK = Duration.ofMillis(2 * Judge.CLOCK_OFFSET_MAX);

  private final World world;
  private final Stored stored;
  private SimHost.@Nullable Term of;
  private long session;
  private boolean wanted;

  WishRules(World world, Stored stored) {
    this.world = world;
    this.stored = stored;
  }

  void sending(SimHost.Term term, Call call) {
    if (call instanceof Call.Subscribe || call instanceof Call.Revive) {
      of = term;
      wanted = true;
    } else if (call instanceof Call.Suppress && term == of) {
      wanted = false;
    }
  }

  void turned(SimHost.Term term, List<Event> batch) {
    for (Event event : batch) {
      if (event instanceof Event.Subscribed subscribed) {
        session = subscribed.session();
      }
    }
    if (term == of && wanted && isOpen(term, batch) && !isOfUse(term)) {
      throw new Violation("wishes", term.host().name + " wants offers, and nothing waits");
    }
  }

  private boolean isOpen(SimHost.Term term, List<Event> batch) {
    SimStream stream = term.connection().stream();
    return term.shadow().leads()
        && stream != null
        && stream.established()
        && stream.session == session
        && batch.stream().noneMatch(Event.SessionEnded.class::isInstance);
  }

  private boolean isOfUse(SimHost.Term term) {
    Instant near = term.shadow().turnInstant().plus(world.prewarm).plus(SET_BACK);
    return stored.runs().stream().anyMatch(WishRules::waits)
        || stored.jobs().stream().anyMatch(job -> isDue(job, near));
  }

  private static boolean waits(Run run) {
    return run.items().stream().anyMatch(item -> item.state() == ItemState.WAITING);
  }

  private static boolean isDue(Job job, Instant until) {
    return job.registered()
        && FireTimes.of(job.definition().schedule(), job.ledger())
            .flatMap(times -> times.nextAfter(job.ledger().watermark()))
            .filter(next -> !next.isAfter(until))
            .isPresent();
  }
}
