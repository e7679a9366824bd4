package io.ejc.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("ab.Z09_-c.")
        .ofMinLength(1)
        .ofMaxLength(100)
        .filter(JobName::isValid);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings().withChars("azAZ09_-").ofMinLength(1).ofMaxLength(64);
  }

  @Property
  void parsing_inverts_printing(
      @ForAll("names") String name,
      @ForAll("keys") String key,
      @ForAll Origin origin,
      @ForAll @IntRange(min = 1) int incarnation,
      @ForAll @IntRange(max = 9_999) int item,
      @ForAll @IntRange(min = 1) int number,
      @ForAll @LongRange(min = 1, max = 99_999_999_999L) long token) {
    RunId run = new RunId(new JobName(name), incarnation, origin, key);
    AttemptId attempt = new AttemptId(run, item, number);
    CarrierId carrier = new CarrierId(new JobName(name), token);

    assertThat(RunId.parse(run.toString())).isEqualTo(run);
    assertThat(AttemptId.parse(attempt.toString())).isEqualTo(attempt);
    assertThat(CarrierId.parse(carrier.toString())).isEqualTo(carrier);
    assertThat(attempt.toString()).hasSizeLessThanOrEqualTo(255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "job",
        "job.1.s",
        "job.1.x.k",
        "job.0.s.k",
        "job.01.s.k",
        "job.-1.s.k",
        "job.1.s.",
        "job.1.s.k.",
        "job.1.s.a b",
        ".1.s.k",
        "job.99999999999.s.k",
        "job.+1.s.k",
        "job.1.ss.k"
      })
  void what_we_did_not_print_is_no_run_id(String text) {
    assertThatThrownBy(() -> RunId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.1.s.k.0.0", "job.1.s.k.0", "job.1.s.k.00.1", "job.1.s.k.-1.1"})
  void what_we_did_not_print_is_no_attempt_id(String text) {
    assertThatThrownBy(() -> AttemptId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.1", "job.c0", "job.c01", "c1", "job.cx", "job.c", "job.C1"})
  void what_we_did_not_print_is_no_carrier_id(String text) {
    assertThatThrownBy(() -> CarrierId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ä", "a\n"})
  void names_that_mesos_or_zookeeper_refuse_are_no_job_names(String name) {
    assertThat(JobName.isValid(name)).isFalse();
    assertThatThrownBy(() -> new JobName(name)).hasMessageContaining("expected: " + JobName.RULE);
  }

  @Test
  void a_due_instant_is_one_run_whatever_its_fraction() {
    JobName job = new JobName("a.b");

    assertThat(RunId.scheduled(job, 2, Instant.parse("2026-03-29T01:30:00Z")))
        .hasToString("a.b.2.s.20260329T013000Z");
    assertThat(RunId.scheduled(job, 2, Instant.parse("2026-03-29T01:30:00.25Z")))
        .hasToString("a.b.2.s.20260329T013000250Z");
  }
}
