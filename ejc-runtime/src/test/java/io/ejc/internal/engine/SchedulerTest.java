package io.ejc.internal.engine;

import static io.ejc.internal.core.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.CoreSettings;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.record.InMemoryRunStore;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts over one store in memory: who leads, what is sent, and what a standby shows. */
class SchedulerTest {

  private static final InstantSource CLOCK = InstantSource.system();

  private final InMemoryRunStore.Contents contents = new InMemoryRunStore.Contents();
  private final List<Host> hosts = new ArrayList<>();

  @AfterEach
  void closeAll() {
    hosts.forEach(host -> host.scheduler.close());
  }

  private Host host() {
    Host host = new Host();
    hosts.add(host);
    host.scheduler.start();
    return host;
  }

  private Host leader() {
    Host host = host();
    host.elect();
    host.scheduler.leading().join();
    host.hear(new Event.Subscribed(1, new FrameworkId("f")));
    host.settle();
    return host;
  }

  private static RunId trigger(Host host) {
    Call.Result result = triggered(host.scheduler, Optional.of("k")).join();
    return ((Call.Result.Triggered) result).run();
  }

  private static CompletableFuture<Call.Result> triggered(Scheduler of, Optional<String> key) {
    JobName job = new JobName("report");
    return of.ask(request -> new Event.TriggerRequested(request, job, key));
  }

  @Test
  void a_broken_connection_stops_everything_and_one_that_is_back_goes_on() {
    Host host = leader();
    host.suspend(true);

    CompletableFuture<Call.Result> answer = triggered(host.scheduler, Optional.of("k"));
    int commits = host.commits.get();
    int sent = host.sent.size();
    await().during(Duration.ofMillis(200)).until(() -> !answer.isDone());
    assertThat(host.commits).hasValue(commits);
    assertThat(host.sent).hasSize(sent);

    host.suspend(false);
    assertThat(answer.join()).isInstanceOf(Call.Result.Triggered.class);
    assertThat(host.scheduler.view().leading()).isTrue();
  }

  @Test
  void a_lost_session_deposes_a_suspended_host_which_sends_nothing_more() {
    Host host = leader();
    host.suspend(true);
    CompletableFuture<Call.Result> answer = triggered(host.scheduler, Optional.of("k"));
    int sent = host.sent.size();

    host.depose();

    assertThat(answer.join())
        .isEqualTo(
            new Call.Result.Refused("this host leads no more; try again at the host that does"));
    assertThat(host.sent).hasSize(sent);
    await().until(() -> host.cuts.get() > 0 && !host.scheduler.view().leading());
  }

  @Test
  void a_standby_shows_what_the_leader_stored_and_ends_waits_of_its_own_past() {
    Host first = leader();
    RunId run = trigger(first);
    CompletableFuture<Run> ended = first.scheduler.view().whenEnded(run).orElseThrow();
    first.depose();
    Host second = leader();
    await().until(() -> !first.scheduler.view().leading());

    Call.Result killed =
        second
            .scheduler
            .ask(request -> new Event.KillRequested(request, new ItemId(run, 0)))
            .join();
    first.look(CLOCK.instant());

    assertThat(killed).isEqualTo(new Call.Result.Killed(true));
    assertThat(ended.join().state().ended()).isTrue();
    assertThat(first.scheduler.view().jobs()).hasSize(1);
    assertThat(first.scheduler.view().seenAt()).isPresent();
    assertThat(triggered(first.scheduler, Optional.empty()).join())
        .isInstanceOf(Call.Result.Refused.class);
  }

  @Test
  void what_a_lookout_has_read_is_of_no_use_to_a_leader() {
    Host host = leader();
    Map<String, byte[]> before = contents.read();
    RunId run = trigger(host);

    host.seen.records(before, CLOCK.instant());

    assertThat(host.scheduler.view().run(run)).isPresent();
  }

  @Test
  void a_host_with_a_wrong_clock_does_not_stand_and_says_why() {
    Host host = new Host();
    hosts.add(host);
    host.storeClockOff = Duration.ofHours(1);
    host.scheduler.start();

    await().until(() -> host.scheduler.hindrance().isPresent());
    assertThat(host.candidate).isNull();
    assertThat(host.scheduler.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.reason()).contains("ejc.clock.maxSkew"));

    host.storeClockOff = Duration.ZERO;
    await().until(() -> host.candidate != null);
    assertThat(host.scheduler.hindrance()).isEmpty();
  }

  @Test
  void a_host_that_meets_a_newer_record_gives_leadership_up() throws StoreException {
    Host host = host();
    InMemoryRunStore newer = new InMemoryRunStore(contents);
    var unused = newer.takeOver();
    byte[] bytes = "{\"v\":2,\"paused\":true}".getBytes(StandardCharsets.UTF_8);
    newer.commit(List.of(new RunStore.Change.Put("control", bytes)));

    host.elect();

    await().until(() -> host.withdrawals.get() == 1);
    assertThat(host.scheduler.leading()).isCompletedExceptionally();
    assertThat(host.scheduler.problems().get(0).reason()).contains("a newer host wrote it");
    assertThat(contents.read()).containsOnlyKeys("control");
  }

  @Test
  void a_store_that_refuses_is_a_problem_until_it_takes_what_it_is_given() {
    Host host = new Host();
    hosts.add(host);
    host.refusing = true;
    host.scheduler.start();
    host.elect();

    await().until(() -> host.scheduler.hindrance().isPresent());
    assertThat(host.scheduler.leading()).isNotDone();
    host.refusing = false;

    host.scheduler.leading().join();
    assertThat(host.scheduler.hindrance()).isEmpty();
  }

  /** A host with ports of its own over the shared contents. */
  private final class Host implements Leadership, Hosts, Lookout {

    private final List<Call> sent = new CopyOnWriteArrayList<>();
    private final Scheduler scheduler;
    private final InMemoryRunStore memory = new InMemoryRunStore(contents);
    private volatile @Nullable Candidate candidate;
    private volatile @Nullable Inbox inbox;
    private volatile Duration storeClockOff = Duration.ZERO;
    private volatile boolean refusing;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger withdrawals = new AtomicInteger();
    private Seen seen = (records, when) -> {};

    Host() {
      LaunchPlanner planner =
          new LaunchPlanner(
              new ExecutorProfile(
                  "shop", "http://h/", "java", List.of(), "", 100, 512, 256, new TreeMap<>()));
      scheduler =
          new Scheduler(
              "shop",
              new Scheduler.Ports(
                  new SchedulerCore(new CoreSettings(1, 10, 20), planner),
                  store(),
                  this::connection,
                  this,
                  this,
                  this,
                  new Clocks(
                      CLOCK,
                      System::nanoTime,
                      () -> CLOCK.instant().plus(storeClockOff),
                      Duration.ofSeconds(30)),
                  (what, cause) -> {
                    throw new AssertionError(what, cause);
                  }));
    }

    private RunStore store() {
      return new RunStore() {
        @Override
        public Map<String, byte[]> takeOver() throws StoreException {
          if (refusing) {
            throw new StoreException("no server answers");
          }
          return memory.takeOver();
        }

        @Override
        public void commit(List<Change> changes) throws StoreException {
          commits.incrementAndGet();
          memory.commit(changes);
        }

        @Override
        public void close() {
          memory.close();
        }
      };
    }

    private MasterConnection connection(Inbox of) {
      inbox = of;
      return new MasterConnection() {
        @Override
        public void send(Call.ToMaster call) {
          sent.add(call);
        }

        @Override
        public void cut() {
          cuts.incrementAndGet();
        }

        @Override
        public void close() {
          inbox = null;
        }
      };
    }

    void elect() {
      await().until(() -> candidate != null);
      of(candidate).elected();
    }

    /** Whatever it heard before is stored and sent: the second answer comes after all of that. */
    void settle() {
      ItemId unknown = new ItemId(RunId.manual(new JobName("report"), 1, "never"), 0);
      for (int i = 0; i < 2; i++) {
        Call.Result nothing =
            scheduler.ask(request -> new Event.KillRequested(request, unknown)).join();
        assertThat(nothing.toString()).contains("an item of a run that is kept");
      }
    }

    void depose() {
      of(candidate).deposed("the session is lost");
    }

    void suspend(boolean now) {
      of(candidate).suspended(now);
    }

    void hear(Event event) {
      of(inbox).put(event);
    }

    void look(Instant when) {
      seen.records(contents.read(), when);
    }

    private static <T> T of(@Nullable T value) {
      if (value == null) {
        throw new IllegalStateException("nothing there yet");
      }
      return value;
    }

    @Override
    public void stand(Candidate standing) {
      candidate = standing;
    }

    @Override
    public void withdraw() {
      withdrawals.incrementAndGet();
      candidate = null;
    }

    @Override
    public Live live() {
      return new Live(
          List.of(Jobs.deployment("v1", "http://h/", job("report"))), Integer.MAX_VALUE);
    }

    @Override
    public void whenChanged(Runnable changed) {}

    @Override
    public void follow(BooleanSupplier wanted, Seen told) {
      seen = told;
    }

    @Override
    public void look() {}

    @Override
    public void close() {}
  }
}
