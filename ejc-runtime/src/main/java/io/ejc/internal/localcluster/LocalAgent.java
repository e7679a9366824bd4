package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.mesos.protobuf.ByteString;
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
  private volatile MasterLink master;
  private volatile boolean cut;

  /**
   * Takes its port, reads its id, and clears what an earlier run left.
   *
   * @param freshId the id if this directory never had an agent
   * @param checkpoint whether executors of checkpointing frameworks are told MESOS_CHECKPOINT=1
   */
  LocalAgent(
      AgentSettings settings,
      String freshId,
      MasterLink master,
      Timings timings,
      boolean checkpoint,
      InstantSource clock) {
    this.master = master;
    this.timings = timings;
    Path directory = settings.directory();
    Sandboxes sandboxes = new Sandboxes(directory.resolve("sandboxes"));
    containers = new Containers(directory.resolve("containers"));
    Fetcher fetcher = new Fetcher(directory.resolve("fetch-cache"));
    String id;
    try {
      Files.createDirectories(directory);
      id = AgentIdentity.read(directory, freshId);
      containers.killLeftovers();
      sandboxes.removeOld(clock.instant());
      fetcher.clear();
    } catch (IOException e) {
      throw new ClusterException("directory: " + directory + " cannot be used: " + e, e);
    }
    http = HttpFront.bind(settings.name(), settings.port(), "agent port", null, clock);
    description =
        new AgentDescription(
            id,
            settings.name(),
            http.port(),
            settings.total(),
            AgentMessages.attributes(settings.attributes()));
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
            new AgentUpdates(clock, description.agentId()),
            checkpoint,
            this::executorExited);
  }

  String id() {
    return description.id();
  }

  /** Answers executors from now on, and presents itself to its master. */
  void start() throws InterruptedException {
    ExecutorEndpoint endpoint =
        new ExecutorEndpoint(loop, new ExecutorCalls(frameworks, this::executorSays));
    http.route("/api/v1/executor", endpoint);
    http.route("/slave(1)/api/v1/executor", endpoint);
    http.route("/health", exchange -> exchange.empty(200));
    http.route("/version", exchange -> exchange.json(VersionJson.VALUE));
    http.start();
    attach(master);
  }

  /**
   * Presents itself to a master: its first, or the one after that. The message is sent on return.
   */
  void attach(MasterLink newMaster) throws InterruptedException {
    loop.ask(
        () -> {
          master = newMaster;
          cut = false;
          newMaster.register(description, this, frameworks.describe());
          return true;
        });
  }

  /** Nothing reaches the master any more, and nothing arrives; the executors go on. */
  void cutOff() {
    cut = true;
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
    if (!cut) {
      message.accept(master);
    }
  }
}
