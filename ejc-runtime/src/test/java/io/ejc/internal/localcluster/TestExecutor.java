package io.ejc.internal.localcluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;

/**
 * An executor in a JVM of its own. What it does with a task is the task's data: {@code run}, {@code
 * finish}, {@code silent}, {@code exit N}, {@code stubborn} (runs on and ignores SHUTDOWN), {@code
 * child} (runs with a child process), {@code resubscribe} (leaves its stream and subscribes again).
 */
final class TestExecutor {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String agent = env("MESOS_AGENT_ENDPOINT");
  private boolean stubborn;

  private TestExecutor() {}

  public static void main(String[] args) throws Exception {
    TestExecutor executor = new TestExecutor();
    while (executor.session() || executor.agentMayReturn()) {
      // Subscribed again.
    }
    System.exit(1);
  }

  /** With checkpointing an executor waits for its agent, here as long as that takes. */
  private boolean agentMayReturn() {
    boolean waits = env("MESOS_CHECKPOINT").equals("1");
    if (waits) {
      LockSupport.parkNanos(50_000_000);
    }
    return waits;
  }

  private boolean session() throws InterruptedException {
    try {
      return subscribed();
    } catch (IOException e) {
      System.out.println(e);
      return false;
    }
  }

  private boolean subscribed() throws IOException, InterruptedException {
    Call.Builder subscribe = call(Call.Type.SUBSCRIBE).setSubscribe(Call.Subscribe.newBuilder());
    HttpResponse<InputStream> response =
        http.send(request(subscribe), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException("SUBSCRIBE was answered with " + response.statusCode());
    }
    try (InputStream body = response.body()) {
      RecordReader records = new RecordReader(body);
      for (byte[] record = records.next(); record != null; record = records.next()) {
        if (obey(Event.parseFrom(record))) {
          return true;
        }
      }
    }
    return false;
  }

  /** True if the stream is to be left. */
  private boolean obey(Event event) throws IOException, InterruptedException {
    switch (event.getType()) {
      case LAUNCH -> {
        return launch(event.getLaunch().getTask());
      }
      case KILL -> {
        TaskID task = event.getKill().getTaskId();
        update(
            task,
            TaskState.TASK_KILLING,
            "grace " + event.getKill().getKillPolicy().getGracePeriod().getNanoseconds());
        update(task, TaskState.TASK_KILLED, "");
      }
      case MESSAGE ->
          send(
              call(Call.Type.MESSAGE)
                  .setMessage(
                      Call.Message.newBuilder()
                          .setData(
                              ByteString.copyFromUtf8("echo:")
                                  .concat(event.getMessage().getData()))));
      case SHUTDOWN -> {
        if (!stubborn) {
          System.exit(0);
        }
      }
      default -> System.out.println(event.getType());
    }
    return false;
  }

  private boolean launch(TaskInfo task) throws IOException, InterruptedException {
    String[] plan = task.getData().toStringUtf8().split(" ", 2);
    if (plan[0].equals("silent")) {
      return false;
    }
    update(task.getTaskId(), TaskState.TASK_STARTING, "");
    update(task.getTaskId(), TaskState.TASK_RUNNING, "pid " + ProcessHandle.current().pid());
    switch (plan[0]) {
      case "finish" -> update(task.getTaskId(), TaskState.TASK_FINISHED, "done");
      case "exit" -> System.exit(Integer.parseInt(plan[1]));
      case "stubborn" -> stubborn = true;
      case "child" -> new ProcessBuilder("sleep", "1000").inheritIO().start();
      case "resubscribe" -> {
        return true;
      }
      default -> System.out.println("runs on");
    }
    return false;
  }

  private void update(TaskID task, TaskState state, String message)
      throws IOException, InterruptedException {
    UUID uuid = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(task)
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setExecutorId(ExecutorID.newBuilder().setValue(env("MESOS_EXECUTOR_ID")))
            .setUuid(ByteString.copyFrom(bytes.array()));
    if (!message.isEmpty()) {
      status.setMessage(message);
    }
    send(call(Call.Type.UPDATE).setUpdate(Call.Update.newBuilder().setStatus(status)));
  }

  private void send(Call.Builder call) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request(call), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 202) {
      throw new IOException(call.getType() + ": " + response.statusCode() + response.body());
    }
  }

  private HttpRequest request(Call.Builder call) {
    return HttpRequest.newBuilder(URI.create("http://" + agent + "/api/v1/executor"))
        .header("Content-Type", "application/x-protobuf")
        .header("Accept", "application/x-protobuf")
        .POST(HttpRequest.BodyPublishers.ofByteArray(call.build().toByteArray()))
        .build();
  }

  private static Call.Builder call(Call.Type type) {
    return Call.newBuilder()
        .setType(type)
        .setFrameworkId(FrameworkID.newBuilder().setValue(env("MESOS_FRAMEWORK_ID")))
        .setExecutorId(ExecutorID.newBuilder().setValue(env("MESOS_EXECUTOR_ID")));
  }

  private static String env(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not in the environment");
    }
    return value;
  }
}
