package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.MasterLink.RunningTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FileInfo;
import org.apache.mesos.v1.Protos.Task;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.VersionInfo;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Response;

/** {@code /api/v1}, {@code /state} and {@code /containers} of an agent. On the HTTP threads. */
final class AgentOperator implements HttpFront.Endpoint {

  private final Loop loop;
  private final AgentDescription description;
  private final AgentFrameworks frameworks;
  private final SandboxFiles files;

  AgentOperator(
      Loop loop, AgentDescription description, AgentFrameworks frameworks, SandboxFiles files) {
    this.loop = loop;
    this.description = description;
    this.frameworks = frameworks;
    this.files = files;
  }

  @Override
  public void serve(Exchange exchange) throws Refusal, IOException, InterruptedException {
    Call call = CallRequest.read(exchange, Call.getDefaultInstance(), CallRequest.BOTH);
    if (!call.hasType() || call.getType() == Call.Type.UNKNOWN) {
      throw Refusal.badRequest("Failed to validate agent::Call: Expecting 'type' to be present");
    }
    Response.Builder response =
        Response.newBuilder().setType(Response.Type.valueOf(call.getType().name()));
    switch (call.getType()) {
      case GET_HEALTH -> response.setGetHealth(Response.GetHealth.newBuilder().setHealthy(true));
      case GET_VERSION ->
          response.setGetVersion(
              Response.GetVersion.newBuilder()
                  .setVersionInfo(VersionInfo.newBuilder().setVersion(VersionJson.VERSION)));
      case GET_AGENT ->
          response.setGetAgent(
              Response.GetAgent.newBuilder().setAgentInfo(AgentMessages.info(description)));
      case GET_STATE ->
          response.setGetState(
              loop.ask(
                  () ->
                      Response.GetState.newBuilder()
                          .setGetTasks(tasks())
                          .setGetExecutors(executors())
                          .setGetFrameworks(frameworks())
                          .build()));
      case GET_TASKS -> response.setGetTasks(loop.ask(this::tasks));
      case GET_EXECUTORS -> response.setGetExecutors(loop.ask(this::executors));
      case GET_FRAMEWORKS -> response.setGetFrameworks(loop.ask(this::frameworks));
      case GET_CONTAINERS -> response.setGetContainers(loop.ask(this::running));
      case LIST_FILES -> response.setListFiles(list(call.getListFiles().getPath()));
      case READ_FILE -> response.setReadFile(read(call.getReadFile()));
      default -> throw new Refusal(501, call.getType() + " is not supported by the local cluster");
    }
    CallRequest.answer(exchange, response.build());
  }

  /** {@code /state}: what people look for in it; the v1 call has the rest. */
  void state(Exchange exchange) throws IOException, InterruptedException {
    exchange.json(
        Json.object(
            "version", VersionJson.VERSION,
            "id", description.id(),
            "pid", description.pid(),
            "hostname", description.hostname(),
            "resources", OldJson.resources(description.total()),
            "attributes", OldJson.attributes(description.attributes()),
            "frameworks", loop.ask(this::oldFrameworks)));
  }

  void containers(Exchange exchange) throws IOException, InterruptedException {
    List<Object> list = new ArrayList<>();
    for (Response.GetContainers.Container c : loop.ask(this::running).getContainersList()) {
      list.add(
          Json.object(
              "container_id", c.getContainerId().getValue(),
              "executor_id", c.getExecutorId().getValue(),
              "executor_name", c.getExecutorName(),
              "framework_id", c.getFrameworkId().getValue(),
              "status", MesosJson.print(c.getContainerStatus())));
    }
    exchange.json(list);
  }

  void metrics(Exchange exchange) throws IOException, InterruptedException {
    int executors =
        loop.ask(
            () ->
                (int)
                    frameworks.executors().stream()
                        .filter(e -> e.state() == ExecutorSession.State.RUNNING)
                        .count());
    exchange.json(
        Json.object(
            "slave/registered",
            1.0,
            "slave/executors_running",
            (double) executors,
            "slave/cpus_total",
            description.total().sum("cpus") / 1_000.0,
            "slave/mem_total",
            description.total().sum("mem") / 1_000.0));
  }

  private List<Object> oldFrameworks() {
    List<Object> list = new ArrayList<>();
    for (MasterLink.RunningFramework framework : frameworks.describe()) {
      List<Object> executors = new ArrayList<>();
      for (ExecutorSession executor : frameworks.executors()) {
        if (executor.frameworkId().equals(framework.info().getId().getValue())) {
          executors.add(
              Json.object(
                  "id", executor.id(),
                  "name", executor.info().getName(),
                  "container", executor.containerId(),
                  "directory", files.directory(executor),
                  "tasks", OldJson.ids(executor.tasks().all())));
        }
      }
      list.add(
          Json.object(
              "id", framework.info().getId().getValue(),
              "name", framework.info().getName(),
              "user", framework.info().getUser(),
              "executors", executors));
    }
    return list;
  }

  private Response.GetTasks tasks() {
    Response.GetTasks.Builder tasks = Response.GetTasks.newBuilder();
    for (ExecutorSession executor : frameworks.executors()) {
      for (RunningTask running : executor.tasks().all()) {
        Task task = task(executor, running);
        String id = running.info().getTaskId().getValue();
        if (TaskStates.terminal(task.getState())) {
          tasks.addTerminatedTasks(task);
        } else if (executor.tasks().isLaunched(id)) {
          tasks.addLaunchedTasks(task);
        } else {
          tasks.addQueuedTasks(task);
        }
      }
    }
    return tasks.build();
  }

  private Response.GetExecutors executors() {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    for (ExecutorSession executor : frameworks.executors()) {
      executors.addExecutors(
          Response.GetExecutors.Executor.newBuilder().setExecutorInfo(executor.info()));
    }
    return executors.build();
  }

  private Response.GetFrameworks frameworks() {
    Response.GetFrameworks.Builder list = Response.GetFrameworks.newBuilder();
    frameworks
        .describe()
        .forEach(
            framework ->
                list.addFrameworks(
                    Response.GetFrameworks.Framework.newBuilder()
                        .setFrameworkInfo(framework.info())));
    return list.build();
  }

  private Response.GetContainers running() {
    Response.GetContainers.Builder list = Response.GetContainers.newBuilder();
    for (ExecutorSession executor : frameworks.executors()) {
      if (executor.state() == ExecutorSession.State.TERMINATED) {
        continue;
      }
      ExecutorInfo info = executor.info();
      ContainerID id = ContainerID.newBuilder().setValue(executor.containerId()).build();
      ContainerStatus.Builder status = ContainerStatus.newBuilder().setContainerId(id);
      executor.pid().ifPresent(status::setExecutorPid);
      list.addContainers(
          Response.GetContainers.Container.newBuilder()
              .setFrameworkId(info.getFrameworkId())
              .setExecutorId(info.getExecutorId())
              .setExecutorName(info.getName())
              .setContainerId(id)
              .setContainerStatus(status));
    }
    return list.build();
  }

  private Task task(ExecutorSession executor, RunningTask running) {
    TaskInfo info = running.info();
    TaskStatus last = running.last();
    Task.Builder task =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(executor.info().getFrameworkId())
            .setAgentId(info.getAgentId())
            .setState(last == null ? TaskState.TASK_STAGING : last.getState())
            .addAllResources(info.getResourcesList());
    if (info.hasExecutor()) {
      task.setExecutorId(info.getExecutor().getExecutorId());
    }
    if (last != null) {
      task.addStatuses(last).setStatusUpdateState(last.getState());
    }
    if (info.hasLabels()) {
      task.setLabels(info.getLabels());
    }
    return task.build();
  }

  private Response.ListFiles list(String path) throws Refusal, IOException {
    List<SandboxFiles.Entry> entries = files.list(path);
    if (entries == null) {
      throw new Refusal(404, "");
    }
    Response.ListFiles.Builder list = Response.ListFiles.newBuilder();
    for (SandboxFiles.Entry entry : entries) {
      list.addFileInfos(
          FileInfo.newBuilder()
              .setPath(entry.path())
              .setNlink(1)
              .setSize(entry.size())
              .setMtime(TimeInfo.newBuilder().setNanoseconds(entry.mtime() * 1_000_000_000L))
              .setMode(entry.mode())
              .setUid(entry.uid())
              .setGid(entry.gid()));
    }
    return list.build();
  }

  private Response.ReadFile read(Call.ReadFile call) throws Refusal, IOException {
    Path file = files.file(call.getPath());
    if (file == null) {
      throw new Refusal(404, "");
    }
    long length = call.hasLength() ? call.getLength() : Long.MAX_VALUE;
    byte[] data = SandboxFiles.read(file, call.getOffset(), length);
    return Response.ReadFile.newBuilder()
        .setSize(Files.size(file))
        .setData(ByteString.copyFrom(data))
        .build();
  }
}
