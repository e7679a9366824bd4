package io.ejc.internal.localcluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * The unacknowledged updates of an agent: per task the oldest is sent, and sent again with doubling
 * pauses, until it is acknowledged; the later ones wait behind it. Owned by the agent's thread.
 */
final class UpdateStreams {

  private final Map<Key, TaskStream> streams = new LinkedHashMap<>();
  private final Loop loop;
  private final Timings timings;
  private final Forward forward;

  UpdateStreams(Loop loop, Timings timings, Forward forward) {
    this.loop = loop;
    this.timings = timings;
    this.forward = forward;
  }

  /** Sends one update towards the scheduler. */
  interface Forward {
    void send(String frameworkId, TaskStatus status, TaskState latest);
  }

  private record Key(String frameworkId, String taskId) {}

  private static final class TaskStream {
    private final Deque<TaskStatus> pending = new ArrayDeque<>();
    private TaskState latest = TaskState.TASK_STAGING;
    private Duration pause = Duration.ZERO;
    private Loop.Timer retry = Loop.Timer.NONE;
  }

  /** Stores an update; one that is there already changes nothing. */
  void add(String frameworkId, TaskStatus status) {
    Key key = new Key(frameworkId, status.getTaskId().getValue());
    TaskStream stream = streams.computeIfAbsent(key, unknown -> new TaskStream());
    boolean known = stream.pending.stream().anyMatch(s -> s.getUuid().equals(status.getUuid()));
    if (known || TaskStates.terminal(stream.latest)) {
      return;
    }
    stream.pending.add(status);
    stream.latest = status.getState();
    if (stream.pending.size() == 1) {
      first(key, stream);
    }
  }

  /** The update that is acknowledged by this, or null if it was not the one that was sent. */
  @Nullable TaskStatus acknowledge(String frameworkId, String taskId, ByteString uuid) {
    Key key = new Key(frameworkId, taskId);
    TaskStream stream = streams.get(key);
    TaskStatus head = stream == null ? null : stream.pending.peek();
    if (stream == null || head == null || !head.getUuid().equals(uuid)) {
      return null;
    }
    stream.pending.remove();
    stream.retry.cancel();
    if (!stream.pending.isEmpty()) {
      first(key, stream);
    } else if (TaskStates.terminal(head.getState())) {
      streams.remove(key);
    }
    return head;
  }

  /** Sends what waits for an acknowledgement at once, and starts its pauses anew. */
  void resend(Predicate<String> frameworks) {
    for (Map.Entry<Key, TaskStream> e : List.copyOf(streams.entrySet())) {
      if (frameworks.test(e.getKey().frameworkId()) && !e.getValue().pending.isEmpty()) {
        e.getValue().retry.cancel();
        first(e.getKey(), e.getValue());
      }
    }
  }

  /** What waits to be acknowledged, by framework; nothing is sent again. */
  Map<String, List<TaskStatus>> save() {
    Map<String, List<TaskStatus>> waiting = new LinkedHashMap<>();
    streams.forEach(
        (key, stream) -> {
          stream.retry.cancel();
          waiting
              .computeIfAbsent(key.frameworkId(), id -> new ArrayList<>())
              .addAll(stream.pending);
        });
    return waiting;
  }

  /** The framework is gone, nobody will acknowledge. */
  void drop(String frameworkId) {
    streams
        .entrySet()
        .removeIf(
            e -> {
              boolean gone = e.getKey().frameworkId().equals(frameworkId);
              if (gone) {
                e.getValue().retry.cancel();
              }
              return gone;
            });
  }

  private void first(Key key, TaskStream stream) {
    stream.pause = timings.updateRetryMin();
    send(key, stream);
  }

  private void send(Key key, TaskStream stream) {
    forward.send(key.frameworkId(), stream.pending.element(), stream.latest);
    stream.retry = loop.after(stream.pause, () -> send(key, stream));
    Duration doubled = stream.pause.multipliedBy(2);
    stream.pause =
        doubled.compareTo(timings.updateRetryMax()) > 0 ? timings.updateRetryMax() : doubled;
  }
}
