package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.LayerSource;
import io.ejc.internal.model.TaskPayload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an agent tells an executor (Mesos v1 executor API), in our words. */
public sealed interface ExecutorEvent {

  /** Calls the handler's method for this event. */
  void to(Handler handler);

  /**
   * The stream is open.
   *
   * @param executor what the scheduler wants this executor to be
   * @param agent the agent
   * @param agentHost its host name
   */
  record Subscribed(ExecutorPayload executor, AgentId agent, String agentHost)
      implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.subscribed(this);
    }
  }

  /**
   * Run this attempt.
   *
   * @param taskId the Mesos task
   * @param agent the agent
   * @param payload the attempt
   * @param task the whole task, for the next subscription
   * @param layers where the application's layers are
   */
  record Launch(
      String taskId, AgentId agent, TaskPayload payload, LaunchedTask task, LayerSource layers)
      implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.launch(this);
    }
  }

  /**
   * Tasks that nobody can run here: a task group, or data that this version cannot read.
   *
   * @param tasks the tasks
   * @param why the reason, for people
   */
  record Unusable(List<LaunchedTask> tasks, String why) implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.unusable(this);
    }
  }

  /**
   * End this task.
   *
   * @param taskId the Mesos task
   * @param grace how long it has after being asked, when the call says so
   */
  record Kill(String taskId, Optional<Duration> grace) implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.kill(this);
    }
  }

  /**
   * The agent has stored an update.
   *
   * @param taskId the Mesos task
   * @param uuid the update, in hexadecimal
   */
  record Acknowledged(String taskId, String uuid) implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.acknowledged(this);
    }
  }

  /**
   * The scheduler sent something.
   *
   * @param data its bytes
   */
  record Message(byte[] data) implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.message(this);
    }
  }

  /** End all tasks and the process within the agent's grace period. */
  record Shutdown() implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.shutdown();
    }
  }

  /**
   * The agent does not want this executor (ERROR).
   *
   * @param message why
   */
  record Failed(String message) implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.failed(this);
    }
  }

  /**
   * An event without meaning for us: a heartbeat, or a later Mesos' invention.
   *
   * @param type its name or number
   */
  record Unknown(String type) implements ExecutorEvent {
    @Override
    public void to(Handler handler) {
      handler.unknown(this);
    }
  }

  /** One method for each event, so that the compiler shows every place a new one is missing. */
  interface Handler {
    /** See {@link Subscribed}. */
    void subscribed(Subscribed event);

    /** See {@link Launch}. */
    void launch(Launch event);

    /** See {@link Unusable}. */
    void unusable(Unusable event);

    /** See {@link Kill}. */
    void kill(Kill event);

    /** See {@link Acknowledged}. */
    void acknowledged(Acknowledged event);

    /** See {@link Message}. */
    void message(Message event);

    /** See {@link Shutdown}. */
    void shutdown();

    /** See {@link Failed}. */
    void failed(Failed event);

    /** See {@link Unknown}. */
    void unknown(Unknown event);
  }
}
