package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The real engine, for a simulation in another package that turns it by hand. */
public final class HandTurnedEngine {

  private static final Duration MAX_SKEW = Duration.ofSeconds(30);

  private final Engine engine;
  private final Footing footing;
  private final Requests requests = new Requests();
  private final View view = new View();

  /** Takes the store over. */
  public HandTurnedEngine(
      SchedulerCore core,
      RunStore store,
      MasterConnection master,
      Inbox inbox,
      InstantSource clock,
      ClockWatch watch)
      throws StoreException {
    this(core, store, master, inbox, clock, watch, Listening.NOBODY);
  }

  /** Takes the store over, with listeners. */
  public HandTurnedEngine(
      SchedulerCore core,
      RunStore store,
      MasterConnection master,
      Inbox inbox,
      InstantSource clock,
      ClockWatch watch,
      Listening listening)
      throws StoreException {
    footing = new Footing(watch);
    engine =
        new Engine(
            core,
            store,
            master,
            inbox,
            clock,
            new Engine.Published(
                view, requests, new Narrator("simulated", new LedgerAlarm(MAX_SKEW)), listening),
            footing);
  }

  /** Takes the store over, with clocks that agree. */
  public HandTurnedEngine(
      SchedulerCore core, RunStore store, MasterConnection master, Inbox inbox, InstantSource clock)
      throws StoreException {
    this(core, store, master, inbox, clock, new ClockWatch(right(clock)));
  }

  /** Clocks that agree. */
  static Clocks right(InstantSource clock) {
    return new Clocks(clock, () -> clock.millis() * 1_000_000, clock::instant, MAX_SKEW);
  }

  /** Tells of the wall clock's time whether it was set, as an engine made now would notice. */
  public static Function<Instant, Optional<Event>> clockSteps(Instant wall, LongSupplier nanos) {
    return new ClockSteps(wall, nanos)::since;
  }

  /** One turn; the inbox must hold an event, or this waits in real time. */
  public void turn() throws StoreException, InterruptedException {
    engine.turn();
  }

  /** What readers of this process see. */
  public View view() {
    return view;
  }

  /** Draws the id of a request, and promises its answer. */
  public CompletableFuture<Call.Result> ask(Function<String, Runnable> put) {
    Requests.Asked asked = requests.ask();
    put.apply(asked.id()).run();
    return asked.answer();
  }

  /** The end of this period of leadership; may be called while a turn waits for its store. */
  public void end() {
    footing.end();
    requests.refuseAll("this host leads no more");
  }

  /** What is left of the calls of a batch. */
  public static List<Call> compressed(List<Call> calls) {
    return CallBatch.compressed(calls);
  }
}
