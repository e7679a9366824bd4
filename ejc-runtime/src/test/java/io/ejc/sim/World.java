package io.ejc.sim;

import io.ejc.internal.core.CoreSettings;
import io.ejc.internal.core.SchedulerCore;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Everything that is simulated, and the time in which it is. */
final class World {

  static final long HEAP_MB = 512;
  static final int MAX_LOSSES = 10;
  static final int RUNS_KEPT = 12;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(12);
  private static final Duration RECONCILE_EVERY = Duration.ofSeconds(25);

  /** In two of five worlds executors are not begun ahead of fires. */
  private static final List<Long> PREWARM_SECONDS = List.of(0L, 0L, 2L, 5L, 9L);

  /** After so many milliseconds without work an executor ends by itself. */
  static final long IDLE_END = 30_000;

  static final FrameworkId NO_FRAMEWORK = new FrameworkId("none");
  static final Duration MAX_SKEW = Duration.ofSeconds(30);

  private static final List<String> STARTS =
      List.of(
          "2026-10-25T00:58:30Z", // Berlin's clocks are set back at 01:00Z
          "2026-03-29T00:58:30Z", // and forward
          "2026-06-01T12:00:00Z",
          "2026-12-31T23:58:00Z");

  final SimOptions options;

  /** How long before fires executors are begun; zero for never. */
  final Duration prewarm;

  final Timeline time;
  final History history = new History();
  final Map<String, SimTask> tasks = new LinkedHashMap<>();
  final SimStore.Contents contents = new SimStore.Contents();
  final List<SimAgent> agents = new ArrayList<>();
  final List<SimHost> hosts = new ArrayList<>();
  final SchedulerCore core;
  final SimMaster master;
  final SimMaintenance maintenance;
  final SimListeners listeners;
  final Judge judge;
  final SimDaemons daemons = new SimDaemons(this);
  final SimRegistry registry;
  final Operators operators;
  final SimRollBacks rollBacks;
  final Election election;
  final SimCode code = new SimCode(this);
  private final Map<String, Dice> dice = new HashMap<>();
  private final List<String> script;
  private final boolean scripted;
  private final Instant start;
  private final List<SimHost> announced = new ArrayList<>();
  private boolean calm;
  private int uuids;

  World(SimOptions options, boolean scripted) {
    this.options = options;
    this.scripted = scripted;
    this.script = new ArrayList<>();
    this.prewarm = Duration.ofSeconds(dice("prewarm").pick(PREWARM_SECONDS));
    this.start = Instant.parse(dice("start").pick(STARTS));
    this.judge = new Judge(this);
    this.time = new Timeline(judge::afterEvent);
    this.listeners = new SimListeners(this);
    this.registry = new SimRegistry(this);
    ExecutorProfile profile =
        new ExecutorProfile(
            "shop", "http://h/", "java", List.of(), "", 100, HEAP_MB, 128, new TreeMap<>());
    this.core =
        new SchedulerCore(
            new CoreSettings(
                options.seed(),
                MAX_LOSSES,
                RUNS_KEPT,
                new CoreSettings.Upkeep(KEEP_ALIVE, RECONCILE_EVERY, prewarm),
                List.of("*"),
                listeners.there,
                planted(Planted.RETRIED_IN_NEWEST)),
            new LaunchPlanner(profile),
            SimPlaces.placer(this),
            registry.attributes()::effective);
    this.master = new SimMaster(this);
    this.maintenance = new SimMaintenance(this);
    this.operators = new Operators(this);
    this.rollBacks = new SimRollBacks(this);
    this.election = new Election(this);
    begin();
  }

  private void begin() {
    long count = dice("agents").between(1, 4);
    for (long i = 0; i < count; i++) {
      addAgent();
    }
    master.offers().start();
    hosts.add(new SimHost(this, "host-1"));
    hosts.add(new SimHost(this, "host-2"));
    hosts.forEach(election::start);
    new Chaos(this).begin();
  }

  /** A host's session begins. */
  void announced(SimHost host) {
    announced.remove(host);
    announced.add(host);
    tellOfHosts();
  }

  /** A host's session has ended. */
  void vanished(SimHost host) {
    announced.remove(host);
    tellOfHosts();
  }

  private void tellOfHosts() {
    code.carried(deployments());
    time.in(dice("hosts").between(1, 200), () -> hosts.forEach(SimHost::hostsChanged));
  }

  /** What live hosts carry, as the store knows it. */
  List<Deployment> deployments() {
    Map<DeploymentId, Deployment> live = new LinkedHashMap<>();
    for (SimHost host : announced) {
      live.putIfAbsent(host.deployment().id(), host.deployment());
    }
    return List.copyOf(live.values());
  }

  /** An agent with room for a few items joins. */
  void addAgent() {
    Dice of = dice("agents");
    Resources total = new Resources(of.between(2, 6) * 1_000, of.between(2, 5) * 1_024, 10_000, 0);
    AgentId id = new AgentId("a" + (agents.size() + 1));
    SimAgent agent = new SimAgent(this, id, total, SimPlaces.traits(this, id));
    agents.add(agent);
    time.in(of.between(0, 500), () -> master.register(agent));
  }

  Dice dice(String purpose) {
    return dice.computeIfAbsent(purpose, p -> new Dice(options.seed(), p));
  }

  /** Whether a fault strikes here, if it is switched on and the world is not calm. */
  boolean strikes(Fault fault, double probability) {
    return options.has(fault) && !calm && dice(fault.name()).chance(probability);
  }

  boolean planted(Planted bug) {
    return options.planted().filter(planted -> planted == bug).isPresent();
  }

  boolean isCalm() {
    return calm;
  }

  void calmDown() {
    calm = true;
  }

  Instant instant(long millis) {
    return start.plusMillis(millis);
  }

  long millis(Instant instant) {
    return Math.addExact(instant.minusMillis(start.toEpochMilli()).toEpochMilli(), 1);
  }

  /** A clock that nobody sets. */
  long nanos() {
    return time.now() * 1_000_000;
  }

  String uuid() {
    return "u" + ++uuids;
  }

  long latency() {
    boolean slow = strikes(Fault.SLOW_NETWORK, 0.05);
    return slow ? dice("latency").between(100, 4_000) : dice("latency").between(1, 15);
  }

  /** A message of an agent; lost when the two lose each other before it is there. */
  void toMaster(SimAgent agent, Runnable arrives) {
    agent.lastUp = Math.max(time.now() + latency(), agent.lastUp + 1);
    send(agent, agent.lastUp, arrives);
  }

  void toAgent(SimAgent agent, Runnable arrives) {
    agent.lastDown = Math.max(time.now() + latency(), agent.lastDown + 1);
    send(agent, agent.lastDown, arrives);
  }

  private void send(SimAgent agent, long at, Runnable arrives) {
    int link = agent.link;
    int incarnation = master.incarnation();
    if (!agent.reachable || !master.up) {
      return;
    }
    time.at(
        at,
        () -> {
          boolean same = agent.link == link && master.incarnation() == incarnation;
          if (same && agent.reachable && master.up) {
            arrives.run();
          }
        });
  }

  long heapOf(SimTask task) {
    return judge.stored().memoryOf(task.launch.payload().attempt().run());
  }

  void note(Supplier<String> line) {
    if (scripted) {
      script.add(instant(time == null ? 0 : time.now()) + " " + line.get());
    }
  }

  List<String> script() {
    return script;
  }
}
