package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.testing.RecordedMesos;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that a real Mesos wrote and read: ours must be the same, and mean the same. */
class RecordedBytesTest {

  private static final int MAX = 1 << 20;

  static Stream<Path> files() {
    return RecordedMesos.bytes(".*\\.bin").stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_record_is_a_complete_message_and_is_written_again_byte_by_byte(Path file)
      throws IOException {
    for (byte[] record : records(file)) {
      Message message = empty(file).getParserForType().parseFrom(record);
      assertThat(message.isInitialized()).isTrue();
      assertThat(message.toByteArray()).isEqualTo(record);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void framing_is_written_again_byte_by_byte(Path file) throws IOException {
    java.io.ByteArrayOutputStream framed = new java.io.ByteArrayOutputStream();
    for (byte[] record : records(file)) {
      framed.write(RecordIo.frame(record));
    }
    assertThat(framed.toByteArray()).isEqualTo(Files.readAllBytes(file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_stream_says_what_the_recorder_wrote_down(Path file) throws IOException {
    if (!file.toString().contains("subscribe-stream")) {
      return;
    }
    List<List<Message>> read = new ArrayList<>();
    for (byte[] record : records(file)) {
      Message message = plain(empty(file).getParserForType().parseFrom(record));
      if (read.isEmpty() || message.toString().startsWith("type: SUBSCRIBED")) {
        read.add(new ArrayList<>());
      }
      read.get(read.size() - 1).add(message);
    }
    String session = file.getName(file.getNameCount() - 2).toString();
    Stream<RecordedMesos.Events> streams =
        executor(file) ? RecordedMesos.executors() : RecordedMesos.schedulers();
    List<List<Message>> written =
        streams
            .filter(stream -> stream.session().equals(session))
            .map(stream -> stream.records(empty(file)).stream().map(b -> parsed(file, b)).toList())
            .toList();
    assertThat(written).containsAll(read);
  }

  @Test
  void all_sessions_that_were_recorded_in_bytes_are_here() {
    assertThat(files().map(file -> file.getName(file.getNameCount() - 2).toString()).distinct())
        .containsExactly(
            "01-subscribe",
            "02-custom-executor",
            "03-command-tasks",
            "05-reconcile-failover",
            "06-executor-death",
            "07-agent-lost",
            "07-agent-restart",
            "14-launch-group");
  }

  private static Message parsed(Path file, byte[] bytes) {
    try {
      return plain(empty(file).getParserForType().parsePartialFrom(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The recorder leaves out what has its default value, and what 1.11 does not know. */
  private static Message plain(Message message) {
    Message.Builder builder = message.newBuilderForType();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.isRepeated()) {
        for (Object element : (List<?>) entry.getValue()) {
          builder.addRepeatedField(field, element instanceof Message m ? plain(m) : element);
        }
      } else if (entry.getValue() instanceof Message inner) {
        builder.setField(field, plain(inner));
      } else if (!entry.getValue().equals(field.getDefaultValue())) {
        builder.setField(field, entry.getValue());
      }
    }
    return builder.buildPartial();
  }

  private static boolean executor(Path file) {
    return file.getFileName().toString().startsWith("executor");
  }

  private static Message empty(Path file) {
    boolean stream = file.getFileName().toString().contains("stream");
    if (executor(file)) {
      return stream
          ? org.apache.mesos.v1.executor.Protos.Event.getDefaultInstance()
          : org.apache.mesos.v1.executor.Protos.Call.getDefaultInstance();
    }
    return stream
        ? org.apache.mesos.v1.scheduler.Protos.Event.getDefaultInstance()
        : org.apache.mesos.v1.scheduler.Protos.Call.getDefaultInstance();
  }

  private static List<byte[]> records(Path file) throws IOException {
    RecordReader reader = new RecordReader(new ByteArrayInputStream(Files.readAllBytes(file)), MAX);
    List<byte[]> records = new ArrayList<>();
    for (byte[] record = reader.next(); record != null; record = reader.next()) {
      records.add(record);
    }
    return records;
  }
}
