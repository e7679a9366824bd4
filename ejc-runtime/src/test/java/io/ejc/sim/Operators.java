package io.ejc.sim;

import static java.util.Objects.requireNonNull;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** People: they write jobs, deploy them, trigger them and kill their items. */
final class Operators {

  private static final List<String> CRONS =
      List.of(
          "0/20 * * * * ?",
          "0/7 * * * * ?",
          "0 * * * * ?",
          "0/45 * * * * ?",
          "0 0/2 * * * ?",
          "30 0 2 * * ?",
          "0 0/1 2-3 * * ?",
          "");
  private static final List<JobDefinition.Overlap> OVERLAPS =
      List.of(
          JobDefinition.Overlap.SKIP,
          JobDefinition.Overlap.SKIP,
          JobDefinition.Overlap.QUEUE_ONE,
          JobDefinition.Overlap.QUEUE,
          JobDefinition.Overlap.REPLACE);
  private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "Australia/Lord_Howe");

  private final World world;
  private final Dice dice;
  private final List<JobDefinition> definitions = new ArrayList<>();
  private final Map<JobName, Duration> leastFailoverAfter = new HashMap<>();
  private final Set<ItemId> killsAsked = new HashSet<>();
  private final Set<RunId> runKillsAsked = new HashSet<>();
  private final Set<JobName> jobKillsAsked = new HashSet<>();
  private final Map<JobName, Jobs> builders = new HashMap<>();
  private final Map<JobDefinition, JobDefinition> meant = new HashMap<>();
  private final Set<String> overlaps = new HashSet<>();
  private final Map<JobName, Integer> mostConcurrentRuns = new HashMap<>();
  private final Set<JobName> switched = new HashSet<>();
  private int version = 1;
  private int code = 1;
  private int keys;

  Operators(World world) {
    this.world = world;
    this.dice = world.dice("operators");
    long count = dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      definitions.add(write(i));
    }
  }

  /** What a host that starts now carries. */
  Deployment deployment() {
    return new Deployment(
        new DeploymentId("v" + version),
        SimCode.bundle(code),
        definitions,
        List.of("http://h/"),
        world.registry.catalog());
  }

  /** The shortest wait that any version of a job ever asked for. */
  Duration leastFailoverAfter(JobName job) {
    return leastFailoverAfter.getOrDefault(job, Duration.ZERO);
  }

  /** The most runs at once that any version of a job ever asked for. */
  int mostConcurrentRuns(JobName job) {
    return mostConcurrentRuns.getOrDefault(job, 1);
  }

  /** Whether somebody ever enabled or disabled a job. */
  boolean switched(JobName job) {
    return switched.contains(job);
  }

  boolean askedToKill(ItemId item) {
    return killsAsked.contains(item)
        || runKillsAsked.contains(item.run())
        || jobKillsAsked.contains(item.run().job());
  }

  private JobDefinition write(int index) {
    Jobs job =
        Jobs.job("job" + index)
            .cron(dice.pick(CRONS))
            .zone(dice.pick(ZONES))
            .dstGap(dice.pick(List.of(JobDefinition.DstGap.values())))
            .dstOverlap(dice.pick(List.of(JobDefinition.DstOverlap.values())))
            .misfire(dice.pick(List.of(JobDefinition.Misfire.values())))
            .window(Duration.ofSeconds(dice.pick(List.of(90L, 3_600L))))
            .items(dice.chance(0.01) ? 130 : (int) dice.between(1, 4))
            .needs(dice.pick(List.of(0.25, 0.5, 1.0)), (int) dice.between(1, 3) * 64)
            .failoverAfter(Duration.ofSeconds(dice.pick(List.of(25L, 40L, 60L))))
            .backoff(Duration.ofSeconds(dice.between(1, 5)), Duration.ofSeconds(20))
            .overlap(dice.pick(OVERLAPS))
            .retries((int) dice.between(0, 2));
    if (dice.chance(0.4)) {
      job.process();
    }
    if (dice.chance(0.15)) {
      job.noFailover();
    }
    if (dice.chance(0.08)) {
      job.disabled();
    }
    if (dice.chance(0.15)) {
      job.timeout(Duration.ofSeconds(dice.between(3, 40)));
    }
    if (dice.chance(0.2)) {
      job.limits((int) dice.between(0, 2), (int) dice.between(0, 2));
    }
    limits(job);
    SimTriggers.choose(world, job);
    SimPlaces.constrain(world, job);
    Dice leases = world.dice("exclusive");
    if (job.build().requirements().isolation() == JobDefinition.Isolation.PROCESS
        && leases.chance(0.9)) {
      job.exclusive(Duration.ofSeconds(leases.pick(List.of(20L, 40L, 90L))))
          .failoverAfter(Duration.ofSeconds(3));
    }
    SimDaemons.choose(world, job);
    if (world.dice("executor options").chance(0.2)) {
      job.jvmOption("-Dodd=" + index % 2);
    }
    builders.put(new JobName("job" + index), job);
    return remember(job.build());
  }

  /** Drawn by dice of their own, so that they do not change what else is drawn. */
  private void limits(Jobs job) {
    Dice of = world.dice("limits");
    if (of.chance(0.15)) {
      job.runTimeout(Duration.ofSeconds(of.between(4, 60)));
    }
    if (of.chance(0.15)) {
      job.queueTimeout(Duration.ofSeconds(of.between(2, 60)));
    }
    if (of.chance(0.2)) {
      job.concurrentRuns((int) of.between(2, 3));
    }
  }

  JobDefinition remember(JobDefinition written) {
    mostConcurrentRuns.merge(written.name(), written.limits().maxConcurrentRuns(), Math::max);
    if (!written.failover().exclusive()) {
      leastFailoverAfter.merge(
          written.name(), written.failover().after(), (a, b) -> a.compareTo(b) < 0 ? a : b);
    }
    overlaps.add(written.name() + " " + written.overlap());
    meant.put(written, written);
    return written;
  }

  /** What somebody wrote, of which a definition was made. */
  JobDefinition meant(JobDefinition definition) {
    JobDefinition written = meant.get(definition.withParameter(""));
    if (written == null) {
      throw new Violation("records", definition + " (expected: one that was deployed)");
    }
    return written;
  }

  /** A planted bug reads a definition wrongly. */
  void misread(JobDefinition written, JobDefinition read) {
    meant.put(read, written);
  }

  /** Whether any version of a job had an overlap policy. */
  boolean everHad(JobName job, JobDefinition.Overlap policy) {
    return overlaps.contains(job + " " + policy);
  }

  /** Jobs are added, changed and removed; hosts start with them one after another. */
  void deploy() {
    int index = (int) dice.between(0, 2);
    JobName name = new JobName("job" + index);
    boolean known = definitions.stream().anyMatch(definition -> definition.name().equals(name));
    if (known && definitions.size() > 1 && dice.chance(0.4)) {
      definitions.removeIf(definition -> definition.name().equals(name));
    } else {
      definitions.removeIf(definition -> definition.name().equals(name));
      definitions.add(write(index));
    }
    world.registry.deployed();
    roll(dice.chance(0.4) ? dice.between(15_000, 60_000) : dice.between(0, 15_000));
  }

  /** No job fires by itself any more or stays, and nothing is paused: what runs ends. */
  void letAllEnd() {
    builders.values().forEach(builder -> builder.cron("").transientAgain());
    definitions.replaceAll(
        definition -> remember(requireNonNull(builders.get(definition.name())).build()));
    roll(1_000);
    goOn();
    world.rollBacks.forward();
    world.registry.letAllEnd();
  }

  private void goOn() {
    if (world.judge.stored().paused()) {
      ask(request -> new Event.PauseRequested(request, false));
    }
    world.time.in(20_000, this::goOn);
  }

  private void roll(long gap) {
    version++;
    world.rollBacks.deployed();
    if (world.dice("code").chance(0.6)) {
      code++;
    }
    world.note(() -> "deployed: " + definitions);
    long at = 0;
    for (SimHost host : world.hosts) {
      world.time.in(
          at,
          () -> {
            host.crash("for a deployment");
            world.time.in(dice.between(50, 3_000), () -> world.election.start(host));
          });
      at += gap;
    }
  }

  void trigger() {
    JobName job = new JobName("job" + dice.between(0, 2));
    // now and then with the key of a request whose answer may have been lost
    String key = "k" + (keys > 0 && dice.chance(0.3) ? keys : ++keys);
    ask(
        request ->
            new Event.TriggerRequested(request, job, Optional.of(key), SimTriggers.parameter(key)));
    if (world.strikes(Fault.KILL, 0.2)) {
      // somebody was too fast: the launch may just be on its way
      world.time.in(dice.between(1, 60), this::kill);
    }
  }

  void kill() {
    List<Run> active =
        world.judge.stored().runs().stream().filter(run -> !run.state().ended()).toList();
    if (active.isEmpty()) {
      return;
    }
    Run run = dice.pick(active);
    if (dice.chance(0.7)) {
      ItemId item = new ItemId(run.id(), (int) dice.between(0, run.size() - 1));
      killsAsked.add(item);
      ask(request -> new Event.KillRequested(request, item));
    } else if (dice.chance(0.5)) {
      runKillsAsked.add(run.id());
      ask(request -> new Event.RunKillRequested(request, run.id()));
    } else {
      jobKillsAsked.add(run.id().job());
      ask(request -> new Event.JobKillRequested(request, run.id().job()));
    }
  }

  /** Somebody disables a job, or enables it. */
  void switchJob() {
    JobName job = dice.pick(definitions).name();
    boolean enabled = dice.chance(0.6);
    switched.add(job);
    ask(request -> new Event.SwitchRequested(request, job, enabled));
  }

  /** Somebody ends the framework, and the process that did it ends too. */
  void teardown() {
    SimHost leader = world.election.leader();
    if (leader == null) {
      return;
    }
    definitions.forEach(definition -> jobKillsAsked.add(definition.name()));
    world.judge.stored().jobs().forEach(job -> jobKillsAsked.add(job.name()));
    leader
        .ask(Event.TeardownRequested::new)
        .ifPresent(
            answer -> {
              var unused =
                  answer.thenAccept(
                      result -> {
                        if (result instanceof Call.Result.Done) {
                          world.time.in(10, () -> leader.crash("after a teardown"));
                          world.time.in(5_000, () -> world.election.start(leader));
                        }
                      });
            });
  }

  void pause() {
    boolean paused = !world.judge.stored().paused();
    ask(request -> new Event.PauseRequested(request, paused));
  }

  private void ask(Function<String, Event> event) {
    ask(event, result -> {});
  }

  /** Asks the leader, if there is one, and looks at the answer. */
  void ask(Function<String, Event> event, Consumer<Call.Result> then) {
    SimHost leader = world.election.leader();
    if (leader != null) {
      leader.ask(event).ifPresent(answer -> await(answer, then));
    }
  }

  private void await(CompletableFuture<Call.Result> answer, Consumer<Call.Result> then) {
    var unused =
        answer.thenAccept(
            result -> {
              try {
                answered(result);
                then.accept(result);
              } catch (Violation broken) {
                // a future keeps what is thrown here to itself
                world.time.in(
                    0,
                    () -> {
                      throw broken;
                    });
              }
            });
  }

  private void answered(Call.Result result) {
    world.note(() -> "answered: " + result);
    world.judge.answered(result);
  }
}
