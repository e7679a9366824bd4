package io.ejc.internal.localcluster;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.executor.Protos.Call;
import org.jspecify.annotations.Nullable;

/** What each call of an executor does. On the agent's thread. */
final class ExecutorCalls implements ExecutorEndpoint.Calls {

  private final AgentFrameworks frameworks;
  private final Messages messages;

  ExecutorCalls(AgentFrameworks frameworks, Messages messages) {
    this.frameworks = frameworks;
    this.messages = messages;
  }

  /** Passes an executor's message on to its scheduler. */
  interface Messages {
    void send(ExecutorSession from, ByteString data);
  }

  @Override
  public Answer subscribe(Call call, EventStream stream) {
    ExecutorSession executor = executorOf(call);
    if (executor == null) {
      return notFound(call);
    }
    executor.subscribe(call.getSubscribe(), stream);
    return Answer.ACCEPTED;
  }

  @Override
  public Answer handle(Call call) {
    ExecutorSession executor = executorOf(call);
    if (executor == null) {
      return notFound(call);
    }
    if (executor.state() == ExecutorSession.State.REGISTERING) {
      return new Answer(403, "Executor is not subscribed");
    }
    switch (call.getType()) {
      case UPDATE -> executor.update(call.getUpdate().getStatus());
      case MESSAGE -> messages.send(executor, call.getMessage().getData());
      default -> {
        return new Answer(501, call.getType() + " is not supported by the local cluster");
      }
    }
    return Answer.ACCEPTED;
  }

  @Override
  public void streamBroken(Call subscription, EventStream stream) {
    ExecutorSession executor = executorOf(subscription);
    if (executor != null) {
      executor.streamBroken(stream);
    }
  }

  private @Nullable ExecutorSession executorOf(Call call) {
    return frameworks.find(call.getFrameworkId().getValue(), call.getExecutorId().getValue());
  }

  private Answer notFound(Call call) {
    return Answer.badRequest(
        frameworks.find(call.getFrameworkId().getValue()) == null
            ? "Framework cannot be found"
            : "Executor cannot be found");
  }
}
