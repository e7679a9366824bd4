package io.ejc.internal.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.wire.ExecutorCalls;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdatesTest {

  private final ScheduledExecutorService lane = Executors.newSingleThreadScheduledExecutor();
  private final List<TaskStatus> sent = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final Updates updates =
      new Updates(
          new ExecutorCalls(new FrameworkId("f"), new ExecutorId("e")),
          InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z")),
          this::send,
          lane,
          dropped::incrementAndGet);

  @AfterEach
  void stop() {
    lane.shutdownNow();
  }

  @Test
  void nothing_is_sent_before_the_subscription() throws Exception {
    updates.report("t", TaskState.RUNNING, "", Optional.empty());
    laneIsIdle();
    assertThat(sent).isEmpty();
    assertThat(subscribed()).containsExactly("t TASK_RUNNING");
    updates.opened();
    laneIsIdle();
    assertThat(sent).as("it went with the subscription").isEmpty();
  }

  @Test
  void updates_are_sent_one_by_one_in_order_with_an_own_uuid_each() {
    updates.opened();
    updates.report("t", TaskState.RUNNING, "", Optional.empty());
    updates.report("u", TaskState.RUNNING, "", Optional.empty());
    updates.report("t", TaskState.FINISHED, "", Optional.empty());
    await().until(() -> sent.size() == 3);
    assertThat(sent)
        .extracting(UpdatesTest::text)
        .containsExactly("t TASK_RUNNING", "u TASK_RUNNING", "t TASK_FINISHED");
    assertThat(sent).extracting(TaskStatus::getUuid).doesNotHaveDuplicates();
    assertThat(sent).extracting(status -> status.getUuid().size()).containsOnly(16);
  }

  @Test
  void what_is_not_acknowledged_goes_with_the_next_subscription() throws Exception {
    updates.opened();
    updates.report("t", TaskState.RUNNING, "", Optional.empty());
    updates.report("t", TaskState.FINISHED, "", Optional.empty());
    await().until(() -> sent.size() == 2);
    acknowledge(sent.get(0));
    updates.closed();
    updates.report("u", TaskState.RUNNING, "", Optional.empty());
    assertThat(subscribed()).containsExactly("t TASK_FINISHED", "u TASK_RUNNING");
    updates.opened();
    updates.report("u", TaskState.FINISHED, "", Optional.empty());
    await().until(() -> sent.size() == 3);
    assertThat(text(sent.get(2))).isEqualTo("u TASK_FINISHED");
  }

  @Test
  void a_failed_update_is_sent_again_before_any_later_one() {
    failures.set(2);
    updates.opened();
    updates.report("t", TaskState.RUNNING, "", Optional.empty());
    updates.report("t", TaskState.FINISHED, "", Optional.empty());
    await().until(() -> sent.size() == 2);
    assertThat(sent)
        .extracting(UpdatesTest::text)
        .containsExactly("t TASK_RUNNING", "t TASK_FINISHED");
    assertThat(dropped).hasValue(0);
  }

  @Test
  void a_refused_update_ends_the_subscription_and_goes_with_the_next() throws Exception {
    refusals.set(1);
    updates.opened();
    updates.report("t", TaskState.RUNNING, "", Optional.empty());
    await().until(() -> dropped.get() == 1);
    assertThat(sent).isEmpty();
    assertThat(subscribed()).containsExactly("t TASK_RUNNING");
  }

  @Test
  void waiting_ends_when_all_is_sent_and_when_all_is_stored() {
    assertThat(updates.whenAcknowledged()).isDone();
    updates.report("t", TaskState.FINISHED, "", Optional.empty());
    CompletableFuture<Void> allSent = updates.whenSent();
    CompletableFuture<Void> stored = updates.whenAcknowledged();
    assertThat(allSent).isNotDone();
    updates.opened();
    await().until(allSent::isDone);
    assertThat(stored).isNotDone();
    acknowledge(sent.get(0));
    assertThat(stored).isDone();
  }

  private void send(byte[] call) throws IOException {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("no answer");
    }
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new AgentConnection.RefusedException("Executor cannot be found");
    }
    sent.add(Call.parseFrom(call).getUpdate().getStatus());
  }

  private void acknowledge(TaskStatus status) {
    updates.acknowledged(
        status.getTaskId().getValue(), HexFormat.of().formatHex(status.getUuid().toByteArray()));
  }

  private List<String> subscribed() throws IOException {
    return Call.parseFrom(updates.subscribeCall())
        .getSubscribe()
        .getUnacknowledgedUpdatesList()
        .stream()
        .map(update -> text(update.getStatus()))
        .toList();
  }

  private void laneIsIdle() throws Exception {
    assertThat(lane.submit(() -> "idle").get()).isEqualTo("idle");
  }

  private static String text(TaskStatus status) {
    return status.getTaskId().getValue() + " " + status.getState();
  }
}
