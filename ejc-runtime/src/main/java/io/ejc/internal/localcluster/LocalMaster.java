package io.ejc.internal.localcluster;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The master: one thread owns its state, HTTP threads and agents put messages into its inbox. Like
 * a Mesos master with the registry in memory it forgets everything when it stops.
 */
final class LocalMaster implements MasterLink {

  private final Loop loop = new Loop("local-master");
  private final HttpFront http;
  private final MasterState state;
  private final Allocator allocator;
  private final Membership membership;
  private final Timings timings;

  /**
   * @param port 0 for any free one
   * @throws ClusterException if the port is in use
   */
  LocalMaster(int port, Timings timings, InstantSource clock) {
    this.timings = timings;
    http = HttpFront.bind("local-master", port, "master port", null, clock);
    state = new MasterState(UUID.randomUUID().toString());
    MasterUpdates updates = new MasterUpdates(clock);
    allocator = new Allocator(state);
    membership = new Membership(state, updates, loop, timings.agentSilence());
    Frameworks frameworks = new Frameworks(state, allocator, loop, timings.heartbeat(), info());
    Launches launches = new Launches(state, updates, loop);
    Reconciler reconciler = new Reconciler(state, updates);
    SchedulerCalls calls = new SchedulerCalls(state, frameworks, launches, reconciler, allocator);
    SchedulerEndpoint scheduler = new SchedulerEndpoint(loop, frameworks, calls);
    http.route("/api/v1/scheduler", scheduler);
    http.route("/master/api/v1/scheduler", scheduler);
    for (String prefix : List.of("", "/master")) {
      http.route(prefix + "/health", exchange -> exchange.empty(200));
    }
    http.route("/version", exchange -> exchange.json(VersionJson.VALUE));
  }

  /** Answers from now on, and offers what agents bring. */
  void start() {
    loop.every(timings.allocationInterval(), allocator::allocate);
    http.start();
  }

  /** Every stream is cut, nothing is said to anybody: as if the process had ended. */
  void stop() {
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

  @Override
  public void register(AgentDescription agent, AgentLink link, List<RunningFramework> running) {
    loop.post(
        () -> {
          membership.register(agent, link, running);
          allocator.allocate();
        });
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
        state.release(frameworkId, agentId, task.release());
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
    state.release(frameworkId, agentId, agent.removeExecutor(frameworkId, executorId));
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

  private MasterInfo info() {
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
                Address.newBuilder().setHostname("localhost").setIp("127.0.0.1").setPort(port));
    return info.build();
  }
}
