package io.ejc.internal.engine;

import static io.ejc.internal.core.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.CoreSettings;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.record.InMemoryRunStore;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The loop, turned by hand: what is stored and what is sent, in one list, in their order. */
class EngineTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));

  private final List<String> order = new ArrayList<>();
  private final List<Call> sent = new ArrayList<>();
  private final InMemoryRunStore.Contents contents = new InMemoryRunStore.Contents();
  private final InMemoryRunStore memory = new InMemoryRunStore(contents);
  private final Inbox inbox = new Inbox();
  private final Requests requests = new Requests();
  private final View view = new View();
  private final Footing footing = new Footing(new ClockWatch(HandTurnedEngine.right(CLOCK)));
  private boolean refusing;
  private int commits;

  private final RunStore store =
      new RunStore() {
        @Override
        public Map<String, byte[]> takeOver() throws StoreException {
          return memory.takeOver();
        }

        @Override
        public void commit(List<Change> changes) throws StoreException {
          if (refusing) {
            throw new StoreException("another leader took over");
          }
          memory.commit(changes);
          commits++;
          changes.forEach(change -> order.add("stored " + change.path()));
        }

        @Override
        public void close() {
          memory.close();
        }
      };

  private final MasterConnection master =
      new MasterConnection() {
        @Override
        public void send(Call.ToMaster call) {
          sent.add(call);
          order.add("sent " + call.getClass().getSimpleName());
        }

        @Override
        public void cut() {
          order.add("cut");
        }

        @Override
        public void close() {
          order.add("closed");
        }
      };

  private Engine engine() throws StoreException {
    LaunchPlanner planner =
        new LaunchPlanner(
            new ExecutorProfile(
                "shop", "http://h/", "java", List.of(), "", 100, 512, 256, new TreeMap<>()));
    return new Engine(
        new SchedulerCore(new CoreSettings(1, 10, 20), planner),
        store,
        master,
        inbox,
        CLOCK,
        new Engine.Published(
            view, requests, new Narrator("shop", new LedgerAlarm(Duration.ofSeconds(30)))),
        footing);
  }

  private Engine subscribed() throws StoreException, InterruptedException {
    Engine engine = engine();
    inbox.put(new Event.Deployed(Jobs.bundle(), List.of(job("report").build())));
    inbox.put(new Event.Subscribed(1, new FrameworkId("f")));
    engine.turn();
    order.clear();
    sent.clear();
    commits = 0;
    return engine;
  }

  private void offer() {
    inbox.put(
        new Event.OffersArrived(
            1,
            List.of(
                new Offer(
                    new OfferId("o1"),
                    new AgentId("a1"),
                    "h",
                    new Resources(4_000, 4_096, 0, 0),
                    Map.of(),
                    Set.of()))));
  }

  private Requests.Asked trigger() {
    Requests.Asked asked = requests.ask();
    inbox.put(new Event.TriggerRequested(asked.id(), new JobName("report"), Optional.of("k")));
    return asked;
  }

  @Test
  void nothing_is_sent_before_its_facts_are_stored() throws StoreException, InterruptedException {
    Engine engine = subscribed();
    var answer = trigger().answer();
    offer();

    engine.turn();

    assertThat(order)
        .containsExactly(
            "stored executors/48/a1",
            "stored runs/report/report.1.m.k",
            "stored jobs/report",
            "stored runs/report/report.1.m.k/items/0",
            "sent Accept",
            "sent Suppress");
    assertThat(answer).isCompletedWithValueMatching(Call.Result.Triggered.class::isInstance);
  }

  @Test
  void a_batch_of_events_is_one_commit() throws StoreException, InterruptedException {
    Engine engine = subscribed();
    var unused = trigger();
    offer();

    engine.turn();

    assertThat(commits).isEqualTo(1);
  }

  @Test
  void when_the_store_refuses_nothing_is_sent_answered_or_shown()
      throws StoreException, InterruptedException {
    Engine engine = subscribed();
    var answer = trigger().answer();
    offer();
    refusing = true;

    assertThatThrownBy(engine::turn).isInstanceOf(StoreException.class);

    assertThat(order).isEmpty();
    assertThat(answer).isNotDone();
    assertThat(view.runs()).isEmpty();
  }

  @Test
  void a_deposed_leader_that_does_not_know_ends_and_acknowledges_nothing_of_its_successor()
      throws StoreException, InterruptedException {
    Engine engine = subscribed();
    InMemoryRunStore successor = new InMemoryRunStore(contents);
    var unused = successor.takeOver();
    inbox.put(
        new Event.TaskReported(
            1,
            new TaskReport(
                "report.c7",
                TaskState.RUNNING,
                "",
                true,
                "",
                Optional.of(new AgentId("a1")),
                Optional.of("u1"),
                Optional.empty())));

    assertThatThrownBy(engine::turn)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another leader took over");

    assertThat(sent).isEmpty();
  }

  @Test
  void a_deposed_leader_that_does_not_know_lets_no_exclusive_item_work_on()
      throws StoreException, InterruptedException {
    Engine engine = engine();
    Jobs exclusive = job("report").process().exclusive(Duration.ofSeconds(40));
    inbox.put(new Event.Deployed(Jobs.bundle(), List.of(exclusive.build())));
    inbox.put(new Event.Subscribed(1, new FrameworkId("f")));
    var unused = trigger();
    offer();
    engine.turn();
    TaskLaunch launch =
        sent.stream()
            .filter(Call.Accept.class::isInstance)
            .map(accept -> ((Call.Accept) accept).launches().get(0))
            .findFirst()
            .orElseThrow();
    Event asked =
        new Event.LeaseAsked(1, launch.agent(), launch.executor().id(), launch.carrier(), "n1");
    sent.clear();
    inbox.put(asked);
    engine.turn();
    assertThat(sent).hasOnlyElementsOfType(Call.GrantLease.class).hasSize(1);

    var successor = new InMemoryRunStore(contents).takeOver();
    sent.clear();
    inbox.put(asked);

    assertThat(successor).isNotEmpty();
    assertThatThrownBy(engine::turn)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another leader took over");
    assertThat(sent).isEmpty();
  }

  @Test
  void the_next_period_begins_with_what_the_store_holds()
      throws StoreException, InterruptedException {
    Engine engine = subscribed();
    var unused = trigger();
    offer();
    refusing = true;
    assertThatThrownBy(engine::turn).isInstanceOf(StoreException.class);
    refusing = false;

    Engine next = engine();
    inbox.put(new Event.Deployed(Jobs.bundle(), List.of(job("report").build())));
    next.turn();

    assertThat(view.jobs()).hasSize(1);
    assertThat(view.runs()).isEmpty();
    assertThat(sent).contains(new Call.Subscribe(1, Optional.of(new FrameworkId("f"))));
  }

  @Test
  void a_wait_for_a_run_ends_with_the_commit_that_ends_it()
      throws StoreException, InterruptedException {
    Engine engine = subscribed();
    var unused = trigger();
    engine.turn();
    var run = view.runs().iterator().next().id();
    var ended = view.whenEnded(run).orElseThrow();
    assertThat(ended).isNotDone();

    inbox.put(new Event.KillRequested("q", new io.ejc.internal.model.ItemId(run, 0)));
    engine.turn();

    assertThat(ended).isCompletedWithValueMatching(end -> end.state().ended());
    assertThat(view.whenEnded(run).orElseThrow()).isCompleted();
  }

  @Test
  void a_wait_for_a_run_that_is_not_kept_ends_too() throws StoreException, InterruptedException {
    Engine engine = subscribed();
    var unused = trigger();
    engine.turn();
    var run = view.runs().iterator().next().id();
    var ended = view.whenEnded(run).orElseThrow();

    ClusterState without = ClusterState.restore(StoredState.EMPTY);
    view.replaceAll(without);

    assertThat(ended).isCompletedExceptionally();
    assertThat(view.whenEnded(run)).isEmpty();
  }

  @Test
  void a_wait_that_begins_after_the_close_ends_at_once()
      throws StoreException, InterruptedException {
    Engine engine = subscribed();
    var unused = trigger();
    engine.turn();

    view.abandon();

    var run = view.runs().iterator().next().id();
    assertThat(view.whenEnded(run).orElseThrow())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("run report.1.m.k had not ended when EJC was closed");
  }

  @Test
  void of_several_switches_in_a_batch_only_the_last_is_sent() {
    assertThat(
            CallBatch.compressed(
                List.of(
                    new Call.Revive(),
                    new Call.Suppress(),
                    new Call.Kill("t", Optional.empty(), Optional.empty()),
                    new Call.Revive())))
        .containsExactly(new Call.Kill("t", Optional.empty(), Optional.empty()), new Call.Revive());
  }

  @Test
  void of_revive_and_suppress_the_last_of_each_role_is_sent() {
    Call.Revive web = new Call.Revive(Set.of("web"));
    Call.Suppress batch = new Call.Suppress(Set.of("batch"));

    assertThat(
            CallBatch.compressed(
                List.of(
                    new Call.Suppress(Set.of("web")), batch, web, new Call.Suppress(), batch, web)))
        .containsExactly(new Call.Suppress(), batch, web);
    assertThat(CallBatch.compressed(List.of(web, batch, new Call.Revive())))
        .containsExactly(new Call.Revive());
  }
}
