package io.ejc.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContextTextTest {

  private static TaskPayload payload(Optional<String> parameter, String jobParameter) {
    return new TaskPayload(
        AttemptId.parse("settle.1.s.20261122T080000Z.2.5"),
        "com.example.Settle",
        3,
        parameter,
        jobParameter,
        Instant.parse("2026-11-22T08:00:00Z"),
        99,
        Duration.ofSeconds(10),
        List.of(31000, 31001),
        Duration.ZERO,
        Handling.PLAIN);
  }

  @Test
  void variables_say_which_item_it_is() {
    assertThat(ContextText.environment(payload(Optional.of("Guangzhou"), "all")))
        .containsEntry("JOB_NAME", "settle")
        .containsEntry("JOB_RUN_ID", "settle.1.s.20261122T080000Z")
        .containsEntry("JOB_TASK_ID", "settle.1.s.20261122T080000Z.2.5")
        .containsEntry("JOB_SHARDING_TOTAL_COUNT", "3")
        .containsEntry("JOB_SHARDING_ITEM", "2")
        .containsEntry("JOB_SHARDING_PARAMETER", "Guangzhou")
        .containsEntry("JOB_PARAMETER", "all")
        .containsEntry("JOB_SCHEDULED_INSTANT", "2026-11-22T08:00:00Z")
        .containsEntry("JOB_ATTEMPT", "5")
        .containsEntry("JOB_FENCING_TOKEN", "99")
        .containsEntry("JOB_PORTS", "31000,31001")
        .hasSize(12);
  }

  @Test
  void json_says_the_same() {
    assertThat(ContextText.json(payload(Optional.of("Guangzhou"), "all")))
        .isEqualTo(
            "{\"jobName\":\"settle\",\"runId\":\"settle.1.s.20261122T080000Z\","
                + "\"taskId\":\"settle.1.s.20261122T080000Z.2.5\",\"shardingTotalCount\":3,"
                + "\"shardingItem\":2,\"shardingParameter\":\"Guangzhou\",\"jobParameter\":\"all\","
                + "\"scheduledInstant\":\"2026-11-22T08:00:00Z\",\"attempt\":5,"
                + "\"fencingToken\":99,\"ports\":[31000,31001]}");
    assertThat(ContextText.json(payload(Optional.empty(), ""))).doesNotContain("shardingParameter");
  }

  @Property(tries = 200)
  void any_text_survives_and_is_ascii_on_one_line(@ForAll String text) throws IOException {
    String json = ContextText.json(payload(Optional.of(text), text));

    assertThat(json.chars()).allMatch(c -> c >= ' ' && c <= '~');
    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.path("jobParameter").textValue()).isEqualTo(text);
    assertThat(read.path("shardingParameter").textValue()).isEqualTo(text);
  }
}
