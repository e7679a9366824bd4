package io.ejc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Residence;
import io.ejc.internal.model.TaskPayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiringFieldsTest {

  private static final AttemptId ATTEMPT = AttemptId.parse("poll.1.d.20261122T080000000Z.0.1");
  private static final Instant DUE = Instant.parse("2026-11-22T08:00:00Z");

  @Test
  void how_an_item_fires_survives_the_way() {
    Schedule schedule =
        new Schedule(
            "0/5 * * * * ?",
            ZoneId.of("Europe/Berlin"),
            Misfire.SKIP,
            Duration.ofHours(3),
            DstGap.RUN_AFTER,
            DstOverlap.TWICE);
    TaskPayload task =
        new TaskPayload(
            ATTEMPT,
            "com.example.Job",
            1,
            Optional.empty(),
            "",
            DUE,
            1,
            Duration.ZERO,
            List.of(),
            Duration.ZERO,
            new Handling(false, List.of(), List.of(), Handling.LOG, List.of(), true),
            Optional.of(new Residence(schedule, DUE)));

    assertThat(Payloads.decodeTask(Payloads.encode(task))).isEqualTo(task);
  }

  @Test
  void what_became_of_instants_survives_the_way() {
    Firings firings =
        Firings.NONE
            .succeeded(DUE)
            .failed(DUE.plusSeconds(5), "a.B: \"no\"")
            .passedOver(
                new Range(DUE.plusSeconds(10), DUE.plusSeconds(20), 3, Outcome.SKIPPED, "overlap"));
    AttemptReport report = AttemptReport.fired(ATTEMPT, 7, firings);

    assertThat(Payloads.decodeReport(Payloads.encode(report))).isEqualTo(report);
  }

  @Test
  void a_report_that_is_cut_is_refused() {
    byte[] cut =
        ("{\"v\":1,\"attempt\":\""
                + ATTEMPT
                + "\",\"kind\":\"FIRED\",\"exceptionClass\":\"\","
                + "\"message\":\"\",\"process\":7,\"firedUntil\":\"2026-11-22T08:00:00Z\"}")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Payloads.decodeReport(cut))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("firings");
  }
}
