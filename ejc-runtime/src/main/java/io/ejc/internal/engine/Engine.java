package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Fact;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.core.Step;
import io.ejc.internal.core.Touched;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StepBatch;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One period of leadership: turns events into stored facts and sent calls. Owned by one thread;
 * {@link #turn} is the whole of the loop and can be called by hand.
 */
final class Engine {

  private static final int BATCH_MAX = 256;

  private final SchedulerCore core;
  private final RunStore store;
  private final StateRecords records = new StateRecords();
  private final MasterConnection master;
  private final Inbox inbox;
  private final InstantSource clock;
  private final Published published;
  private final ClusterState state;
  private final ClockSteps clockSteps;
  private final Footing footing;

  /** Where durable news goes. */
  record Published(View view, Requests requests, Narrator narrator, Listening listening) {
    /** Without listeners. */
    Published(View view, Requests requests, Narrator narrator) {
      this(view, requests, narrator, Listening.NOBODY);
    }
  }

  /**
   * Takes the store over and reads back what was stored.
   *
   * @throws StoreException when it cannot be taken over or read
   */
  Engine(
      SchedulerCore core,
      RunStore store,
      MasterConnection master,
      Inbox inbox,
      InstantSource clock,
      Published published,
      Footing footing)
      throws StoreException {
    this.clockSteps = footing.clockSteps(clock.instant());
    this.core = core;
    this.store = store;
    this.master = master;
    this.inbox = inbox;
    this.clock = clock;
    this.published = published;
    this.footing = footing;
    this.state = ClusterState.restore(records.restore(store.takeOver()));
    published.narrator().setAside(state.setAside());
    published.view().lead(state);
  }

  /** From now on records are written so that a reader of this version understands them. */
  void writeFor(int reader) {
    records.writeFor(reader);
  }

  /**
   * Waits for events or the next timer, and handles what came: all facts of the batch are stored,
   * if they are not too many in one commit, and only then its calls are sent.
   *
   * @throws StoreException when the store refused; nothing of this batch was sent, and this engine
   *     must not be used any more, because its state is ahead of the store
   */
  void turn() throws StoreException, InterruptedException {
    List<Event> events = inbox.take(untilNextTimer(), BATCH_MAX);
    if (!mayDecide()) {
      return;
    }
    Taken taken = new Taken(new StepBatch(records, store.wholeBytes()));
    for (Event event : events) {
      Instant now = clock.instant();
      clockSteps.since(now).ifPresent(stepped -> take(stepped, now, taken));
      take(event, now, taken);
    }
    for (List<RunStore.Change> commit : taken.batch.commits()) {
      store.commit(commit);
    }
    if (taken.touched.isEmpty() && taken.calls.stream().anyMatch(Engine::harmsAnotherLeader)) {
      store.commit(List.of());
    }
    published.view().publish(state, taken.touched);
    taken.facts.forEach(fact -> published.narrator().tell(fact, state));
    for (Call call : CallBatch.compressed(taken.calls)) {
      if (!footing.awaitConnection()) {
        return; // it is stored, and whoever leads now finds it
      }
      send(call);
    }
  }

  /**
   * Events of a host that is not connected wait, and those of a host that leads no more are
   * nobody's.
   */
  private boolean mayDecide() throws StoreException, InterruptedException {
    boolean leads = footing.awaitConnection();
    if (leads && footing.checkClock()) {
      published.narrator().ledgers(state.allJobs(), clock.instant());
    }
    return leads;
  }

  /** What the steps of a batch came to. */
  private static final class Taken {
    private final StepBatch batch;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Touched> touched = new ArrayList<>();

    private Taken(StepBatch batch) {
      this.batch = batch;
    }
  }

  private void take(Event event, Instant now, Taken taken) {
    Step step = core.step(state, event, now);
    taken.facts.addAll(step.facts());
    taken.calls.addAll(step.calls());
    List<Touched> ofStep = state.drainTouched();
    taken.batch.add(state, ofStep);
    taken.touched.addAll(ofStep);
  }

  /**
   * What a leader that was deposed, and does not know, must not send: it would take the session
   * away from its successor, and end, or call settled, what it does not know of, or let an item
   * work on that its successor gives up. A commit, even one without changes, finds that out.
   */
  private static boolean harmsAnotherLeader(Call call) {
    return call instanceof Call.Subscribe
        || call instanceof Call.Kill
        || call instanceof Call.Acknowledge
        || call instanceof Call.Shutdown
        || call instanceof Call.GrantLease
        || call instanceof Call.TellListeners
        || call instanceof Call.Teardown;
  }

  private Optional<Duration> untilNextTimer() {
    Instant now = clock.instant();
    return state.nextTimer().map(next -> Duration.between(now, next));
  }

  private void send(Call call) {
    if (call instanceof Call.ToMaster toMaster) {
      master.send(toMaster);
    } else if (call instanceof Call.Answer answer) {
      published.requests().answer(answer);
    } else if (call instanceof Call.TellListeners tell) {
      state.run(tell.run()).ifPresent(run -> published.listening().tell(tell, run));
    } else {
      throw new IllegalStateException("call: " + call + " (expected: one that is handled)");
    }
  }
}
