package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.LayerSource;
import io.ejc.internal.model.TaskPayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The payloads of an earlier release, kept as it wrote them: a newer executor reads what an older
 * host wrote, and what a newer host writes has all that an older executor reads.
 */
class EarlierPayloadsTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static byte[] earlier(String name) throws IOException {
    try (InputStream in = EarlierPayloadsTest.class.getResourceAsStream("payloads/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  @Test
  void a_task_of_an_older_host_is_read_and_its_layers_are_nowhere() throws IOException {
    TaskPayload task = Payloads.decodeTask(earlier("task-1.json"));

    assertThat(task.jobClass()).isEqualTo("com.example.Report");
    assertThat(task.shardingParameter()).contains("Beijing");
    assertThat(task.lease()).isZero();
    assertThat(Payloads.decodeLayers(earlier("task-1.json"))).isEqualTo(LayerSource.NONE);
  }

  @Test
  void an_executor_of_an_older_host_is_read() throws IOException {
    ExecutorPayload executor = Payloads.decodeExecutor(earlier("executor-1.json"));

    assertThat(executor.application()).isEqualTo("shop");
    assertThat(executor.applicationLayers()).hasSize(1);
  }

  @Test
  void what_is_written_now_has_every_field_of_then() throws IOException {
    byte[] task =
        Payloads.encode(
            Payloads.decodeTask(earlier("task-1.json")),
            new LayerSource(List.of("http://h:8098/layers/"), "s3cret"));
    byte[] executor = Payloads.encode(Payloads.decodeExecutor(earlier("executor-1.json")));

    hasAllOf(task, earlier("task-1.json"));
    hasAllOf(executor, earlier("executor-1.json"));
    assertThat(Payloads.decodeLayers(task).secret()).isEqualTo("s3cret");
    assertThat(Payloads.decodeLayers(task).toString()).doesNotContain("s3cret");
  }

  @Test
  void fields_that_a_later_release_adds_are_passed_over() throws IOException {
    String later =
        new String(earlier("task-1.json"), StandardCharsets.UTF_8)
            .replaceFirst("[{]", "{\"new\":[1,{\"deep\":true}],");

    assertThat(Payloads.decodeTask(later.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Payloads.decodeTask(earlier("task-1.json")));
  }

  private static void hasAllOf(byte[] now, byte[] then) throws IOException {
    JsonNode written = JSON.readTree(now);
    JsonNode old = JSON.readTree(then);
    old.fieldNames()
        .forEachRemaining(name -> assertThat(written.get(name)).as(name).isEqualTo(old.get(name)));
  }
}
