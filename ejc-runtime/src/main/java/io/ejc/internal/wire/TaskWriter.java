package io.ejc.internal.wire;

import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskLaunch.Limits;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;

/**
 * Writes a task and its executor. Equal values give equal messages: the master refuses an
 * ExecutorInfo that differs in anything from the running one of the same id.
 */
final class TaskWriter {

  private TaskWriter() {}

  static TaskInfo write(TaskLaunch task, FrameworkId framework) {
    TaskInfo.Builder info =
        TaskInfo.newBuilder()
            .setName(task.name())
            .setTaskId(Identities.task(task.id().toString()))
            .setAgentId(Identities.agent(task.agent()))
            .addAllResources(ResourceWriter.write(task.allocation()))
            .putAllLimits(limits(task))
            .setKillPolicy(
                KillPolicy.newBuilder().setGracePeriod(Identities.duration(task.killGrace())));
    ExecutorPayload executor = task.executor().payload();
    if (executor == null) {
      // Mesos' own executor runs it, and nobody reads data
      if (!task.executor().image().isEmpty()) {
        info.setContainer(container(task.executor().image()));
      }
      return info.setCommand(command(task.executor())).build();
    }
    return info.setExecutor(executor(task.executor(), executor, framework))
        .setData(ByteString.copyFrom(Payloads.encode(task.payload(), task.layers())))
        .build();
  }

  private static ExecutorInfo executor(
      ExecutorSpec spec, ExecutorPayload payload, FrameworkId framework) {
    ExecutorInfo.Builder executor = ExecutorInfo.newBuilder();
    if (!spec.image().isEmpty()) {
      executor.setContainer(withCache(container(spec.image()), payload.cacheDirectory()));
    }
    return executor
        .setType(ExecutorInfo.Type.CUSTOM)
        .setExecutorId(Identities.executor(spec.id()))
        .setFrameworkId(Identities.framework(framework))
        .setName(spec.name())
        .setCommand(command(spec))
        .addAllResources(ResourceWriter.write(spec.allocation()))
        .setData(ByteString.copyFrom(Payloads.encode(payload)))
        .build();
  }

  /** Mesos' containerizer with an image of a Docker registry ("Container Image"). */
  private static ContainerInfo container(String image) {
    return ContainerInfo.newBuilder()
        .setType(ContainerInfo.Type.MESOS)
        .setMesos(
            ContainerInfo.MesosInfo.newBuilder()
                .setImage(
                    Image.newBuilder()
                        .setType(Image.Type.DOCKER)
                        .setDocker(Image.Docker.newBuilder().setName(image))))
        .build();
  }

  /**
   * A directory of the agent that is to outlive containers is mounted under its own path; the agent
   * must have it ("HOST_PATH Volume Source").
   */
  private static ContainerInfo withCache(ContainerInfo container, String directory) {
    if (!directory.startsWith("/")) {
      return container;
    }
    return container.toBuilder()
        .addVolumes(
            Volume.newBuilder()
                .setMode(Volume.Mode.RW)
                .setContainerPath(directory)
                .setSource(
                    Volume.Source.newBuilder()
                        .setType(Volume.Source.Type.HOST_PATH)
                        .setHostPath(Volume.Source.HostPath.newBuilder().setPath(directory))))
        .build();
  }

  private static CommandInfo command(ExecutorSpec spec) {
    CommandInfo.Builder command = CommandInfo.newBuilder().setShell(true).setValue(spec.command());
    if (!spec.user().isEmpty()) {
      command.setUser(spec.user());
    }
    Environment.Builder environment = Environment.newBuilder();
    spec.environment()
        .forEach(
            (name, value) ->
                environment.addVariables(
                    Environment.Variable.newBuilder()
                        .setName(name)
                        .setType(Environment.Variable.Type.VALUE)
                        .setValue(value)));
    for (ExecutorSpec.Fetch layer : spec.layers()) {
      command.addUris(
          CommandInfo.URI
              .newBuilder()
              .setValue(layer.uri())
              .setOutputFile(layer.file())
              .setCache(true)
              .setExtract(false)
              .setExecutable(false));
    }
    return command.setEnvironment(environment).build();
  }

  /** More than the task takes, as Mesos 1.10 and newer allow; the master refuses less. */
  private static Map<String, Value.Scalar> limits(TaskLaunch task) {
    Map<String, Value.Scalar> limits = new TreeMap<>();
    Limits wanted = task.limits();
    if (wanted.cpuMillis() > task.resources().cpuMillis()) {
      limits.put("cpus", scalar(wanted.cpuMillis() / 1000.0));
    }
    if (wanted.memMb() > task.resources().memMb()) {
      limits.put("mem", scalar((double) wanted.memMb()));
    }
    return limits;
  }

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }
}
