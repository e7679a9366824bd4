package io.ejc.internal.localcluster;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.executor.Protos.Event;

/** Task and executor descriptions for the tests. */
final class TestTasks {

  private TestTasks() {}

  /** A task of half a cpu and 64 MB on the offer's agent. */
  static TaskInfo task(String id, Offer offer, ExecutorInfo executor, String plan) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(offer.getAgentId())
        .addResources(scalar("cpus", 0.5))
        .addResources(scalar("mem", 64))
        .setExecutor(executor)
        .setData(ByteString.copyFromUtf8(plan))
        .build();
  }

  /** A task with a command: a tenth of a cpu and 32 MB. */
  static TaskInfo command(String id, Offer offer, String line) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(offer.getAgentId())
        .addResources(scalar("cpus", 0.1))
        .addResources(scalar("mem", 32))
        .setCommand(CommandInfo.newBuilder().setValue(line))
        .build();
  }

  static org.apache.mesos.v1.scheduler.Protos.Call.Builder kill(String task) {
    return org.apache.mesos.v1.scheduler.Protos.Call.newBuilder()
        .setType(org.apache.mesos.v1.scheduler.Protos.Call.Type.KILL)
        .setKill(
            org.apache.mesos.v1.scheduler.Protos.Call.Kill.newBuilder()
                .setTaskId(TaskID.newBuilder().setValue(task)));
  }

  /** The test executor in a JVM of its own: a tenth of a cpu and 32 MB. */
  static ExecutorInfo java(String id) {
    return shell(id, "exec java -XX:TieredStopAtLevel=1 -Xshare:auto " + mainClass());
  }

  static ExecutorInfo shell(String id, String command) {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.CUSTOM)
        .setExecutorId(ExecutorID.newBuilder().setValue(id))
        .setName("test")
        .setCommand(
            CommandInfo.newBuilder()
                .setShell(true)
                .setValue(command)
                .setEnvironment(
                    Environment.newBuilder()
                        .addVariables(
                            Environment.Variable.newBuilder()
                                .setName("CLASSPATH")
                                .setValue(classPath()))))
        .addResources(scalar("cpus", 0.1))
        .addResources(scalar("mem", 32))
        .build();
  }

  static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }

  static double amount(Offer offer, String name) {
    return offer.getResourcesList().stream()
        .filter(resource -> resource.getName().equals(name))
        .mapToDouble(resource -> resource.getScalar().getValue())
        .sum();
  }

  static boolean ends(TaskState state) {
    return state == TaskState.TASK_FINISHED
        || state == TaskState.TASK_FAILED
        || state == TaskState.TASK_KILLED;
  }

  private static String mainClass() {
    return TestExecutor.class.getName();
  }

  private static String classPath() {
    return Stream.of(TestExecutor.class, Event.class)
        .map(TestTasks::location)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
