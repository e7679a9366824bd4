package io.ejc.internal.localcluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * A master: one thread owns its state, HTTP threads and agents put messages into its inbox. Like a
 * Mesos master with the registry in memory it forgets everything when it stops. It answers as the
 * leader or shows the way to it.
 */
final class LocalMaster implements MasterLink, OperatorCalls.OperatorFacts {

  private final Loop loop = new Loop("local-master");
  private final Leadership leadership = new Leadership();
  private final MasterSettings settings;
  private final HttpFront http;
  private final MasterState state;
  private final Allocator allocator;
  private final Membership membership;
  private final Maintenance maintenance;
  private final Drains drains;
  private final MasterMetrics metrics;
  private final Instant started;
  private boolean allocationComes;
  private @Nullable MasterContender contender;

  /**
   * @param port 0 for any free one
   * @throws ClusterException if the port is in use
   */
  LocalMaster(int port, MasterSettings settings) {
    this.settings = settings;
    started = settings.clock().instant();
    http = HttpFront.bind("local-master", port, "master port", settings.tls(), settings.clock());
    state = new MasterState(UUID.randomUUID().toString());
    metrics = new MasterMetrics(state);
    MasterUpdates updates = new MasterUpdates(settings.clock());
    OfferMessages offers = new OfferMessages(state);
    allocator = new Allocator(state, loop, offers, settings.region(), settings.offerTimeout());
    membership = new Membership(state, updates, loop, settings.timings().agentSilence());
    maintenance = new Maintenance(state, updates, membership, offers, loop);
    drains = new Drains(state, membership, maintenance);
    allocator.afterwards(maintenance::offerInverse);
    Frameworks frameworks =
        new Frameworks(
            state, allocator, loop, settings.timings().heartbeat(), master(), settings.clock());
    SchedulerCalls calls =
        new SchedulerCalls(
            state,
            frameworks,
            new Launches(state, updates, loop),
            new Reconciler(state, updates),
            allocator,
            maintenance,
            drains);
    routes(new SchedulerEndpoint(loop, frameworks, calls, new Gate(settings.credentials())));
    operatorRoutes(new OperatorMessages(state, offers), frameworks);
  }

  private void routes(SchedulerEndpoint scheduler) {
    for (String prefix : List.of("", "/master")) {
      http.route(prefix + "/api/v1/scheduler", leadership.only(scheduler));
      http.route(prefix + "/health", exchange -> exchange.empty(200));
      http.route(prefix + "/redirect", leadership::redirect);
    }
    http.route("/version", exchange -> exchange.json(VersionJson.VALUE));
    http.route("/metrics/snapshot", exchange -> exchange.json(loop.ask(this::metrics)));
  }

  private void operatorRoutes(OperatorMessages messages, Frameworks frameworks) {
    OperatorCalls operator =
        new OperatorCalls(loop, messages, this, maintenance, drains, allocator);
    OldEndpoints old =
        new OldEndpoints(loop, state, messages, operator, this, maintenance, frameworks);
    for (String prefix : List.of("", "/master")) {
      http.routeBelow(prefix + "/api/v1", leadership.only(operator));
      old.byPath()
          .forEach((path, endpoint) -> http.route(prefix + path, leadership.only(endpoint)));
    }
  }

  /** Answers from now on, and offers what agents bring. */
  void start() {
    loop.every(settings.timings().allocationInterval(), allocator::allocate);
    http.start();
  }

  /** It is the only one: it leads. */
  void lead() {
    leadership.lead(master().getAddress());
  }

  /** Takes its place in the election; what it answers follows from that. */
  void contend(String zooKeeper, MasterContender.Outcome outcome) {
    contender =
        new MasterContender(
            zooKeeper,
            settings.zooKeeperSession(),
            master(),
            new MasterContender.Outcome() {
              @Override
              public void elected(Address self) {
                if (!leadership.leads()) {
                  leadership.lead(self);
                  outcome.elected(self);
                }
              }

              @Override
              public void detected(@Nullable Address leader) {
                if (leadership.leads()) {
                  outcome.detected(leader);
                } else {
                  leadership.follow(leader);
                }
              }

              @Override
              public void expired() {
                outcome.expired();
              }
            });
  }

  Leadership leadership() {
    return leadership;
  }

  /** Its session in ZooKeeper; 0 while it has none. */
  long zooKeeperSession() {
    return contender == null ? 0 : contender.sessionId();
  }

  /** Every stream is cut, nothing is said to anybody: as if the process had ended. */
  void stop() {
    if (contender != null) {
      contender.close();
    }
    end();
  }

  /** As {@code kill -9}: as {@link #stop}, and ZooKeeper notices only when the session runs out. */
  void kill() {
    if (contender != null) {
      contender.vanish();
    }
    end();
  }

  private void end() {
    http.stop();
    loop.close();
  }

  int port() {
    return http.port();
  }

  /** The agent's connection was closed, as when its process ends. */
  void agentConnectionClosed(String agentId) {
    loop.post(() -> membership.connectionClosed(agentId));
  }

  /** The agent answers no ping any more, as when its network is cut. */
  void agentSilent(String agentId) {
    loop.post(() -> membership.silent(agentId));
  }

  /** An operator's order, as over the API. */
  void order(OperatorCalls.Order order) {
    loop.post(
        () -> {
          try {
            order.run();
            allocator.allocate();
          } catch (Refusal e) {
            throw new IllegalStateException(e.sentence(), e);
          }
        });
  }

  Drains drains() {
    return drains;
  }

  @Override
  public double startTime() {
    return MasterUpdates.seconds(started);
  }

  @Override
  public Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    Timings timings = settings.timings();
    flags.put("allocation_interval", MesosDuration.text(timings.allocationInterval()));
    flags.put("agent_ping_timeout", MesosDuration.text(timings.agentPing()));
    flags.put("max_agent_ping_timeouts", String.valueOf(timings.agentPingsMissed()));
    flags.put("authenticate_http_frameworks", String.valueOf(!settings.credentials().isEmpty()));
    flags.put("ip", Loopback.IP);
    flags.put("port", String.valueOf(port()));
    flags.put("registry", "in_memory");
    flags.put("version", "false");
    if (settings.offerTimeout() != null) {
      flags.put("offer_timeout", MesosDuration.text(settings.offerTimeout()));
    }
    return flags;
  }

  @Override
  public Map<String, Double> metrics() {
    Duration up = Duration.between(started, settings.clock().instant());
    return metrics.gauges(up.toMillis() / 1e3);
  }

  @Override
  public void register(AgentDescription agent, AgentLink link, List<RunningFramework> running) {
    loop.post(
        () -> {
          if (maintenance.admits(agent, link)) {
            membership.register(agent, link, running);
            AgentSlot slot = state.agents().get(agent.id());
            if (slot != null) {
              maintenance.registered(slot);
              drains.resume(slot);
            }
            allocateSoon();
          }
        });
  }

  /** Once for all agents that register in one go. */
  private void allocateSoon() {
    if (!allocationComes) {
      allocationComes = true;
      loop.post(
          () -> {
            allocationComes = false;
            allocator.allocate();
          });
    }
  }

  @Override
  public void update(String agentId, String frameworkId, TaskStatus status, TaskState latest) {
    loop.post(() -> updated(agentId, frameworkId, status, latest));
  }

  @Override
  public void executorExited(String agentId, String frameworkId, String executorId, int rawStatus) {
    loop.post(() -> exited(agentId, frameworkId, executorId, rawStatus));
  }

  @Override
  public void message(String agentId, String frameworkId, String executorId, ByteString data) {
    loop.post(
        () -> {
          FrameworkSession framework = state.frameworks().get(frameworkId);
          if (framework != null) {
            framework.send(
                Event.newBuilder()
                    .setType(Event.Type.MESSAGE)
                    .setMessage(
                        Event.Message.newBuilder()
                            .setAgentId(AgentID.newBuilder().setValue(agentId))
                            .setExecutorId(ExecutorID.newBuilder().setValue(executorId))
                            .setData(data))
                    .build());
          }
        });
  }

  private void updated(String agentId, String frameworkId, TaskStatus status, TaskState latest) {
    FrameworkSession framework = state.frameworks().get(frameworkId);
    if (framework == null || !state.agents().containsKey(agentId)) {
      return;
    }
    TaskRecord task = framework.tasks().get(status.getTaskId().getValue());
    if (task != null) {
      task.report(status, latest);
      if (task.ended()) {
        state.release(framework, task);
      }
    }
    framework.send(MasterUpdates.event(status));
  }

  private void exited(String agentId, String frameworkId, String executorId, int rawStatus) {
    AgentSlot agent = state.agents().get(agentId);
    FrameworkSession framework = state.frameworks().get(frameworkId);
    if (agent == null || framework == null) {
      return;
    }
    state.removeExecutor(agent, new AgentSlot.ExecutorKey(frameworkId, executorId));
    framework.send(
        Event.newBuilder()
            .setType(Event.Type.FAILURE)
            .setFailure(
                Event.Failure.newBuilder()
                    .setAgentId(agent.description().agentId())
                    .setExecutorId(ExecutorID.newBuilder().setValue(executorId))
                    .setStatus(rawStatus))
            .build());
  }

  @Override
  public MasterInfo master() {
    int port = http.port();
    // 127.0.0.1 in the byte order of the wire; schedulers should read the address instead.
    int ip = 0x0100007f;
    MasterInfo.Builder info =
        MasterInfo.newBuilder()
            .setId(state.masterId())
            .setIp(ip)
            .setPort(port)
            .setPid("master@127.0.0.1:" + port)
            .setHostname("localhost")
            .setVersion(VersionJson.VERSION)
            .setAddress(
                Address.newBuilder().setHostname("localhost").setIp("127.0.0.1").setPort(port))
            .addCapabilities(capability(MasterInfo.Capability.Type.AGENT_UPDATE))
            .addCapabilities(capability(MasterInfo.Capability.Type.AGENT_DRAINING));
    DomainInfo domain = settings.domainInfo();
    if (domain != null) {
      info.setDomain(domain);
    }
    return info.build();
  }

  private static MasterInfo.Capability capability(MasterInfo.Capability.Type type) {
    return MasterInfo.Capability.newBuilder().setType(type).build();
  }
}
