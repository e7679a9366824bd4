package io.ejc.bench;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.CoreSettings;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.engine.HandTurnedEngine;
import io.ejc.internal.engine.Inbox;
import io.ejc.internal.engine.MasterConnection;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The real engine over a real store, with a master that takes everything and is never there. */
final class BenchHost {

  private static final FrameworkId FRAMEWORK = new FrameworkId("bench");
  private static final int HEAP_MB = 1_000_000;

  private final Inbox inbox = new Inbox();
  private final List<TaskLaunch> launches = new ArrayList<>();
  private final HandTurnedEngine engine;
  private int offers;

  BenchHost(RunStore store) throws StoreException {
    ExecutorProfile profile =
        new ExecutorProfile(
            "bench", "http://h/", "java", List.of(), "", 100, HEAP_MB, 128, new TreeMap<>());
    SchedulerCore core = new SchedulerCore(new CoreSettings(1, 10, 20), new LaunchPlanner(profile));
    engine = new HandTurnedEngine(core, store, master(), inbox, InstantSource.system());
  }

  private MasterConnection master() {
    return new MasterConnection() {
      @Override
      public void send(Call.ToMaster call) {
        if (call instanceof Call.Accept accept) {
          launches.addAll(accept.launches());
        }
      }

      @Override
      public void cut() {
        launches.clear();
      }

      @Override
      public void close() {
        launches.clear();
      }
    };
  }

  /** All launches that were sent. */
  List<TaskLaunch> launches() {
    return launches;
  }

  /** Begins to lead these jobs, with a session. */
  void lead(List<JobDefinition> definitions) throws StoreException, InterruptedException {
    turn(new Event.Deployed(Jobs.bundle(), definitions));
    turn(new Event.Subscribed(1, FRAMEWORK));
  }

  void offer() throws StoreException, InterruptedException {
    offers++;
    AgentId agent = new AgentId("a" + offers);
    Offer offer =
        new Offer(
            new OfferId("o" + offers),
            agent,
            agent + ".example.com",
            new Resources(100_000_000, 100_000_000, 1_000_000, 0),
            Map.of(),
            Set.of());
    turn(new Event.OffersArrived(1, List.of(offer)));
  }

  void turn(Event event) throws StoreException, InterruptedException {
    inbox.put(event);
    engine.turn();
  }

  /** As many events in a turn as the engine takes. */
  void turn(List<Event> events) throws StoreException, InterruptedException {
    for (int from = 0; from < events.size(); from += 256) {
      events.subList(from, Math.min(events.size(), from + 256)).forEach(inbox::put);
      engine.turn();
    }
  }
}
