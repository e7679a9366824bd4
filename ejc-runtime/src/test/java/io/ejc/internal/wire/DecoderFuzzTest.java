package io.ejc.internal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.model.TaskState;
import io.ejc.testing.RecordedMesos;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.UnknownFieldSet;
import org.apache.mesos.protobuf.UnknownFieldSet.Field;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/**
 * Bytes that nobody should send. A decoder gives an event or the one exception that it promises, so
 * that a session ends with a reason, if it must end at all; it never waits and never takes memory
 * for bytes that did not come. A failing seed prints itself.
 */
class DecoderFuzzTest {

  private static final int MAX = 1 << 20;
  private static final byte[] TASK =
      ("{\"v\":1,\"attempt\":\"shop.20261122T080000Z.2.3\",\"jobClass\":\"a.B\",\"fencingToken\":41,"
              + "\"shardingTotalCount\":3,\"shardingParameter\":\"x\",\"jobParameter\":\"all\","
              + "\"scheduledInstant\":\"2026-11-22T08:00:00Z\",\"killGrace\":\"PT10S\"}")
          .getBytes(UTF_8);
  private static final byte[] EXECUTOR =
      ("{\"v\":1,\"application\":\"shop\",\"bundle\":\"abcd\",\"oneAttempt\":true,\"properties\":"
              + "{\"a\":\"1\"},\"applicationLayers\":[{\"sha256\":\"1f\",\"size\":12,\"name\":\"c\"}]}")
          .getBytes(UTF_8);
  private static final byte[] REPORT =
      ("{\"v\":1,\"attempt\":\"shop.20261122T080000Z.2.3\",\"kind\":\"FAILED\",\"exceptionClass\":"
              + "\"a.B\",\"message\":\"no\",\"process\":4711}")
          .getBytes(UTF_8);
  private static final List<byte[]> FOR_SCHEDULERS =
      RecordedMesos.schedulers()
          .flatMap(stream -> stream.records(Event.getDefaultInstance()).stream())
          .toList();
  private static final List<byte[]> FOR_EXECUTORS =
      RecordedMesos.executors()
          .flatMap(stream -> stream.records(Protos.Event.getDefaultInstance()).stream())
          .toList();

  @Property(tries = 3_000)
  void recorded_bytes_for_schedulers_changed_on_the_way(@ForAll long seed) {
    decodes(changed(FOR_SCHEDULERS, new Random(seed)));
  }

  @Property(tries = 3_000)
  void recorded_bytes_for_executors_changed_on_the_way(@ForAll long seed) {
    decodesForExecutor(changed(FOR_EXECUTORS, new Random(seed)));
  }

  @Property(tries = 2_000)
  void any_bytes(@ForAll @Size(max = 200) byte[] bytes) {
    decodes(bytes);
    decodesForExecutor(bytes);
    for (Decoder decoder :
        List.<Decoder>of(Payloads::decodeTask, Payloads::decodeExecutor, Payloads::decodeReport)) {
      refusedOrRead(decoder, bytes);
    }
  }

  @Property(tries = 2_000)
  void payloads_changed_on_the_way(@ForAll long seed) {
    Random random = new Random(seed);
    refusedOrRead(Payloads::decodeTask, changed(TASK, random));
    refusedOrRead(Payloads::decodeExecutor, changed(EXECUTOR, random));
    refusedOrRead(Payloads::decodeReport, changed(REPORT, random));
  }

  @Property(tries = 1_000)
  void a_task_whose_data_was_changed_is_unusable_and_keeps_its_id(@ForAll long seed) {
    byte[] data = changed(TASK, new Random(seed));
    byte[] launch =
        Protos.Event.newBuilder()
            .setType(Protos.Event.Type.LAUNCH)
            .setLaunch(
                Protos.Event.Launch.newBuilder()
                    .setTask(
                        TaskInfo.newBuilder()
                            .setName("t")
                            .setTaskId(TaskID.newBuilder().setValue("t"))
                            .setAgentId(AgentID.newBuilder().setValue("a"))
                            .setData(ByteString.copyFrom(data))))
            .build()
            .toByteArray();
    ExecutorEvent event = ExecutorEvents.decode(launch);
    assertThat(event).isInstanceOfAny(ExecutorEvent.Launch.class, ExecutorEvent.Unusable.class);
  }

  @Property(tries = 1_000)
  void masters_info_changed_on_the_way(@ForAll long seed) {
    byte[] info =
        "{\"address\":{\"hostname\":\"m\",\"ip\":\"10.0.0.1\",\"port\":5050},\"version\":\"1\"}"
            .getBytes(UTF_8);
    byte[] bytes = changed(List.of(info), new Random(seed));
    try {
      LeadingMaster master = LeadingMaster.decode(bytes);
      assertThat(master.port()).isBetween(1, 65_535);
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("MasterInfo: ");
    }
  }

  @Property(tries = 2_000)
  void a_stream_of_any_bytes_ends(@ForAll @Size(max = 400) byte[] bytes) {
    endsWithin(bytes);
  }

  @Property(tries = 2_000)
  void a_recorded_stream_that_was_cut_or_changed_ends(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] record = RecordIo.frame(FOR_SCHEDULERS.get(random.nextInt(FOR_SCHEDULERS.size())));
    endsWithin(changed(List.of(record), random));
  }

  @Property(tries = 200)
  void a_length_alone_takes_no_memory(
      @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int length) throws IOException {
    Starved starved = new Starved((length + 3L) + "\nabc");
    assertThatThrownBy(new RecordReader(starved, Integer.MAX_VALUE)::next)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("event stream, record 1 at byte 0: ");
    assertThat(starved.largestAskedFor).isLessThanOrEqualTo(64 * 1024);
  }

  @Test
  void every_event_and_value_of_a_newer_master_is_named_and_not_fatal() throws IOException {
    byte[] newer =
        Event.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(1, Field.newBuilder().addVarint(77).build())
                    .addField(99, Field.newBuilder().addVarint(1).build())
                    .build())
            .buildPartial()
            .toByteArray();
    assertThat(SchedulerEvents.decode(newer))
        .isEqualTo(new SchedulerEvent.Unknown("event type 77"));
    assertThat(ExecutorEvents.decode(newer)).isEqualTo(new ExecutorEvent.Unknown("event type 77"));
  }

  @Test
  void a_task_with_a_value_of_a_newer_agent_goes_back_to_it_as_it_came() throws IOException {
    UnknownFieldSet newer =
        UnknownFieldSet.newBuilder().addField(99, Field.newBuilder().addVarint(5).build()).build();
    byte[] task =
        TaskInfo.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setUnknownFields(newer)
            .buildPartial()
            .toByteArray();
    byte[] call =
        new ExecutorCalls(
                new io.ejc.internal.model.FrameworkId("f"),
                new io.ejc.internal.model.ExecutorId("e"))
            .subscribe(List.of(new LaunchedTask("t", task)), List.of());
    assertThat(
            Protos.Call.parser()
                .parsePartialFrom(call)
                .getSubscribe()
                .getUnacknowledgedTasks(0)
                .toByteArray())
        .isEqualTo(task);
  }

  @Test
  void a_uuid_that_the_master_would_not_take_back_is_none() throws IOException {
    Event.Builder update =
        Event.newBuilder()
            .setType(Event.Type.UPDATE)
            .setUpdate(
                Event.Update.newBuilder()
                    .setStatus(
                        TaskStatus.newBuilder()
                            .setTaskId(TaskID.newBuilder().setValue("t"))
                            .setAgentId(AgentID.newBuilder().setValue("a"))
                            .setState(org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING)
                            .setUuid(ByteString.copyFromUtf8("short"))));
    SchedulerEvent.Updated read =
        (SchedulerEvent.Updated) SchedulerEvents.decode(update.build().toByteArray());
    assertThat(read.report().uuid()).isEmpty();
    assertThat(read.report().state()).isEqualTo(TaskState.RUNNING);
  }

  private static void decodes(byte[] bytes) {
    try {
      assertThat(SchedulerEvents.decode(bytes)).isNotNull();
    } catch (IOException e) {
      assertThat(e)
          .hasMessageMatching("a record of .* bytes is no scheduler event: .*|SUBSCRIBED.*");
    }
  }

  private static void decodesForExecutor(byte[] bytes) {
    try {
      assertThat(ExecutorEvents.decode(bytes)).isNotNull();
    } catch (PayloadException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private interface Decoder {
    Object decode(byte[] data);
  }

  private static void refusedOrRead(Decoder decoder, byte[] bytes) {
    try {
      assertThat(decoder.decode(bytes)).isNotNull();
    } catch (PayloadException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void endsWithin(byte[] bytes) {
    RecordReader reader = new RecordReader(new ByteArrayInputStream(bytes), MAX);
    try {
      int records = 0;
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        decodes(record);
        records++;
      }
      assertThat(records).isLessThanOrEqualTo(bytes.length);
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("event stream, record ");
    }
  }

  private static byte[] changed(List<byte[]> samples, Random random) {
    return changed(samples.get(random.nextInt(samples.size())), random);
  }

  private static byte[] changed(byte[] sample, Random random) {
    byte[] bytes = sample.clone();
    for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
      }
    }
    return bytes;
  }

  /** Notes how much was asked for in one go. */
  private static final class Starved extends InputStream {
    private final InputStream in;
    private int largestAskedFor;

    Starved(String text) {
      in = new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      largestAskedFor = Math.max(largestAskedFor, length);
      return in.read(into, offset, length);
    }
  }
}
