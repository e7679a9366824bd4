package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent: one thread owns its state; its executors are child processes of this JVM that speak to
 * its own listener. It ends with this JVM, so executors are told not to wait for its return.
 */
final class LocalAgent implements AgentLink {

  private static final Logger log = LoggerFactory.getLogger(LocalAgent.class);
  private static final Duration KILL_WAIT = Duration.ofSeconds(3);

  private final AgentDescription description;
  private final Timings timings;
  private final Loop loop;
  private final HttpFront http;
  private final Containers containers;
  private final ContainerLauncher launcher;
  private final UpdateStreams streams;
  private final AgentFrameworks frameworks = new AgentFrameworks();
  private final AgentWork work;
  private final Runnable onEnd;
  private volatile @Nullable MasterLink master;
  private volatile boolean cut = true;

  /**
   * Takes its port, reads its id, and clears what an earlier run left, but for what it takes over.
   *
   * @param freshId the id if this directory never had an agent
   * @param left by the agent that died here while its executors live on; null if there is nothing
   * @param onEnd called on a thread of its own when a master says that the agent has to end
   */
  LocalAgent(
      AgentSettings settings, String freshId, @Nullable AgentCheckpoint left, Runnable onEnd) {
    this.timings = settings.timings();
    this.onEnd = onEnd;
    Path directory = settings.directory();
    Sandboxes sandboxes = new Sandboxes(directory.resolve("sandboxes"));
    containers = new Containers(directory.resolve("containers"));
    Fetcher fetcher = new Fetcher(directory.resolve("fetch-cache"));
    String id;
    try {
      Files.createDirectories(directory);
      id = AgentIdentity.read(directory, freshId);
      adopt(left);
      containers.killLeftovers();
      sandboxes.removeOld(settings.clock().instant());
      fetcher.clear();
    } catch (IOException e) {
      throw new ClusterException("directory: " + directory + " cannot be used: " + e, e);
    }
    http =
        HttpFront.bind(
            settings.name(), settings.port(), "agent port", settings.tls(), settings.clock());
    description =
        new AgentDescription(
            id,
            settings.name(),
            http.port(),
            settings.tls() == null ? "http" : "https",
            settings.total(),
            settings.attributes(),
            settings.domain());
    loop = new Loop("local-" + settings.name());
    launcher = new ContainerLauncher(settings.name(), fetcher, containers);
    streams =
        new UpdateStreams(
            loop,
            timings,
            (framework, status, latest) ->
                tellMaster(m -> m.update(description.id(), framework, status, latest)));
    work =
        new AgentWork(
            description,
            new AgentWork.Tools(loop, timings, launcher, sandboxes, streams, frameworks),
            new AgentUpdates(settings.clock(), description.agentId()),
            settings.checkpoint(),
            this::executorExited);
    routes(sandboxes);
  }

  private void adopt(@Nullable AgentCheckpoint left) {
    if (left != null) {
      for (AgentCheckpoint.SavedExecutor executor : left.executors()) {
        if (executor.container() != null) {
          containers.adopt(executor.container());
        }
      }
    }
  }

  private void routes(Sandboxes sandboxes) {
    ExecutorEndpoint endpoint =
        new ExecutorEndpoint(loop, new ExecutorCalls(frameworks, this::executorSays));
    SandboxFiles files = new SandboxFiles(sandboxes);
    AgentOperator operator = new AgentOperator(loop, description, frameworks, files);
    for (String prefix : List.of("", "/slave(1)")) {
      http.route(prefix + "/api/v1/executor", endpoint);
      http.routeBelow(prefix + "/api/v1", operator);
      http.route(prefix + "/health", exchange -> exchange.empty(200));
      http.route(prefix + "/state", operator::state);
    }
    http.route("/containers", operator::containers);
    http.route("/version", exchange -> exchange.json(VersionJson.VALUE));
    http.route("/metrics/snapshot", operator::metrics);
    new FilesEndpoints(files).addTo(http);
  }

  int port() {
    return http.port();
  }

  /** Frees the port of an agent that was never started or has ended. */
  void release() {
    http.stop();
    loop.close();
    launcher.close();
  }

  String id() {
    return description.id();
  }

  /** Answers executors from now on, and presents itself to its master. */
  void start(@Nullable MasterLink first) {
    http.start();
    if (first != null) {
      attach(first);
    }
  }

  /**
   * As {@link #start}, after a crash: the executors have {@code executorReregistration} to
   * subscribe again, and only then the agent presents itself, with what is left.
   *
   * @param then what is to be done at that moment
   */
  void recover(AgentCheckpoint left, Runnable then) {
    loop.post(
        () -> {
          work.recover(left);
          Loop.Timer unused = loop.after(timings.executorReregistration().plusMillis(1), then);
        });
    http.start();
  }

  /**
   * Presents itself to a master: its first, or the one after that. The message is sent on return,
   * unless the agent has ended meanwhile.
   */
  void attach(MasterLink newMaster) {
    loop.post(
        () -> {
          master = newMaster;
          cut = false;
          newMaster.register(description, this, frameworks.describe());
        });
  }

  /** Nothing reaches the master any more, and nothing arrives; the executors go on. */
  void cutOff() {
    cut = true;
  }

  /** As {@code kill -9} of the agent alone; what is left is for the next one in its place. */
  AgentCheckpoint crash() throws InterruptedException {
    cut = true;
    http.stop();
    AgentCheckpoint left = loop.ask(work::save);
    loop.close();
    launcher.close();
    Set<String> kept =
        left.executors().stream()
            .map(AgentCheckpoint.SavedExecutor::containerId)
            .collect(Collectors.toSet());
    containers.killOthers(kept, KILL_WAIT);
    return left;
  }

  /** As {@code kill -9} of the agent and all its executors. */
  void kill() throws InterruptedException {
    cut = true;
    containers.killAll(KILL_WAIT);
    http.stop();
    loop.close();
    launcher.close();
  }

  /** Executors are asked to end and get their grace; then everything is killed. */
  void close() throws InterruptedException {
    List<CompletableFuture<Void>> ends = loop.ask(this::shutdownAll);
    try {
      CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
          .get(timings.executorShutdownGrace().toMillis() + 500, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.debug("{} kills the executors that are left", description.hostname());
    }
    kill();
  }

  private List<CompletableFuture<Void>> shutdownAll() {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (ExecutorSession executor : frameworks.executors()) {
      if (executor.state() != ExecutorSession.State.TERMINATED) {
        ends.add(executor.gone());
        boolean deaf = executor.isDeaf();
        executor.shutdown();
        if (deaf) {
          executor.destroy();
        }
      }
    }
    return ends;
  }

  // From the master: any thread.

  @Override
  public void registered() {
    hear(() -> streams.resend(framework -> true));
  }

  @Override
  public void run(FrameworkInfo framework, TaskInfo task) {
    hear(() -> work.run(framework, task));
  }

  @Override
  public void kill(String frameworkId, String taskId, @Nullable KillPolicy policy) {
    hear(() -> work.kill(frameworkId, taskId, policy));
  }

  @Override
  public void shutdownExecutor(String frameworkId, String executorId) {
    hear(() -> frameworks.with(frameworkId, executorId, ExecutorSession::shutdown));
  }

  @Override
  public void shutdownFramework(String frameworkId) {
    hear(() -> work.shutdownFramework(frameworkId));
  }

  @Override
  public void message(String frameworkId, String executorId, ByteString data) {
    hear(() -> frameworks.with(frameworkId, executorId, executor -> executor.message(data)));
  }

  @Override
  public void acknowledge(String frameworkId, String taskId, ByteString uuid) {
    hear(() -> work.acknowledge(frameworkId, taskId, uuid));
  }

  @Override
  public void frameworkSubscribed(FrameworkInfo info) {
    hear(() -> work.frameworkSubscribed(info));
  }

  @Override
  public void frameworkUpdated(FrameworkInfo info) {
    hear(() -> work.frameworkUpdated(info));
  }

  @Override
  public void drain(DrainConfig config) {
    hear(() -> work.drain(config));
  }

  @Override
  public void end(String why) {
    hear(
        () -> {
          log.info("agent {} ends: {}", description.hostname(), why);
          Thread ending = new Thread(onEnd, description.hostname() + "-end");
          ending.setDaemon(true);
          ending.start();
        });
  }

  @Override
  public void reconcile(String frameworkId, List<String> taskIds) {
    hear(() -> work.reconcile(frameworkId, taskIds));
  }

  private void executorExited(ExecutorSession executor, int rawStatus) {
    tellMaster(
        m -> m.executorExited(description.id(), executor.frameworkId(), executor.id(), rawStatus));
  }

  private void executorSays(ExecutorSession executor, ByteString data) {
    tellMaster(m -> m.message(description.id(), executor.frameworkId(), executor.id(), data));
  }

  private void hear(Runnable message) {
    if (!cut) {
      loop.post(message);
    }
  }

  private void tellMaster(Consumer<MasterLink> message) {
    MasterLink current = master;
    if (!cut && current != null) {
      message.accept(current);
    }
  }
}
