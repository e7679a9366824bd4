package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.ExcludedDay;
import io.ejc.internal.model.JobDefinition.Schedule;
import io.ejc.internal.model.Trigger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerReaderTest {

  private static final String PREFIX = "job timed (acme.Timed) ";

  @TempDir Path directory;

  private Discovery scan(String attributes) throws Exception {
    String source =
        "package acme; @io.ejc.api.ElasticJob(name = \"timed\", "
            + attributes.replace('\'', '"')
            + ") public class Timed implements io.ejc.api.SimpleJob {"
            + " public void execute(io.ejc.api.ShardingContext c) {} }";
    CompiledSources.compile(directory, Map.of("acme.Timed", source));
    ScanSettings settings = new ScanSettings(ZoneId.of("UTC"), 512, List.of("*"));
    URL[] urls = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
      return new JobScanner(settings, key -> Optional.of("")).scan(loader, List.of("acme"));
    }
  }

  private Schedule schedule(String attributes) throws Exception {
    Discovery found = scan(attributes);
    assertThat(found.problems()).isEmpty();
    return found.jobs().get(0).schedule();
  }

  @Test
  void reads_each_trigger() throws Exception {
    assertThat(schedule("fixedRate = '1500ms'").trigger())
        .isEqualTo(new Trigger.Rate(Duration.ofMillis(1_500)));
    assertThat(schedule("fixedDelay = '5m'").trigger())
        .isEqualTo(new Trigger.Delay(Duration.ofMinutes(5)));
    assertThat(schedule("after = '1h'").trigger())
        .isEqualTo(new Trigger.After(Duration.ofHours(1)));
    assertThat(schedule("cron = '${nothing}'").trigger()).isEqualTo(new Trigger.ByHand());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-24T18:00:00Z, UTC, 2026-12-24T18:00:00Z",
    "2026-12-24T18:00:00+01:00, UTC, 2026-12-24T17:00:00Z",
    "2026-12-24T18:00-05:00, UTC, 2026-12-24T23:00:00Z",
    "2026-12-24T18:00, Asia/Shanghai, 2026-12-24T10:00:00Z",
    "2026-03-29T02:30, Europe/Berlin, 2026-03-29T01:30:00Z", // left out: an hour later
    "2026-10-25T02:30, Europe/Berlin, 2026-10-25T00:30:00Z" // comes twice: the first
  })
  void reads_an_instant_in_each_form(String at, String zone, String expected) throws Exception {
    assertThat(schedule("at = '" + at + "', timeZone = '" + zone + "'").trigger())
        .isEqualTo(new Trigger.At(Instant.parse(expected)));
  }

  @Test
  void reads_bounds() throws Exception {
    Schedule schedule =
        schedule(
            "fixedRate = '1h', timeZone = 'Asia/Shanghai', start = '2026-12-01', end ="
                + " '2026-12-31', repeat = 3, excludedDays = {'SUN', '12-25', '2026-12-24'}");

    assertThat(schedule.bounds())
        .isEqualTo(
            new Bounds(
                Instant.parse("2026-11-30T16:00:00Z"),
                Instant.parse("2026-12-31T15:59:59.999Z"),
                3,
                List.of(
                    ExcludedDay.parse("SUN"),
                    ExcludedDay.parse("12-25"),
                    ExcludedDay.parse("2026-12-24"))));
  }

  @Test
  void reports_two_triggers_and_what_is_wrong_in_each_together() throws Exception {
    String one = "; a job has one of cron, fixedRate, fixedDelay, at and after)";

    assertThat(
            scan("cron = '0 61 * * * ?', fixedRate = '10ms', fixedDelay = '1d', at = 'noon',"
                    + " after = 'PT1.0001S'")
                .problems())
        .containsExactly(
            PREFIX + "cron: 0 61 * * * ? (expected: minutes 0 to 59; found 61)",
            PREFIX + "fixedRate: 10ms (expected: empty, because cron is given" + one,
            PREFIX + "fixedRate: 10ms (expected: 1s to 3650d, in whole milliseconds)",
            PREFIX + "fixedDelay: 1d (expected: empty, because cron is given" + one,
            PREFIX + "at: noon (expected: empty, because cron is given" + one,
            PREFIX + "at: noon (expected: " + InstantText.RULE + ")",
            PREFIX + "after: PT1.0001S (expected: empty, because cron is given" + one,
            PREFIX + "after: PT1.0001S (expected: 1s to 3650d, in whole milliseconds)");
  }

  @Test
  void reports_bounds_without_anything_to_bound() throws Exception {
    String needs = " (expected: none, because the job has none of cron, fixedRate and fixedDelay)";

    assertThat(
            scan("at = '2026-12-24T18:00:00Z', start = '2026-01-01', end = '2027-01-01T00:00:00Z',"
                    + " repeat = 2, excludedDays = 'mon'")
                .problems())
        .containsExactly(
            PREFIX + "start: 2026-01-01" + needs,
            PREFIX + "end: 2027-01-01T00:00:00Z" + needs,
            PREFIX + "repeat: 2" + needs,
            PREFIX + "excludedDays: MON" + needs);
  }

  @Test
  void reports_bounds_that_are_wrong() throws Exception {
    assertThat(
            scan("fixedRate = '1h', start = '2026-02-30', end = 'never', repeat = -1,"
                    + " excludedDays = {'2026-1-1', 'xmas'}")
                .problems())
        .containsExactly(
            PREFIX + "start: 2026-02-30 (expected: " + InstantText.RULE_OR_DATE + ")",
            PREFIX + "end: never (expected: " + InstantText.RULE_OR_DATE + ")",
            PREFIX + "repeat: -1 (expected: 0 or more)",
            PREFIX + "excludedDays: 2026-1-1 (expected: " + ExcludedDay.RULE + ")",
            PREFIX + "excludedDays: xmas (expected: " + ExcludedDay.RULE + ")");
    assertThat(scan("fixedRate = '1h', start = '2026-02-02', end = '2026-02-01'").problems())
        .containsExactly(
            PREFIX + "end: 2026-02-01 (expected: later than start, which is 2026-02-02T00:00:00Z)");
    assertThat(
            scan("fixedRate = '1h', excludedDays = {'MON','TUE','WED','THU','FRI','SAT','SUN'}")
                .problems())
        .containsExactly(
            PREFIX + "excludedDays: every weekday (expected: at least one weekday left)");
    assertThat(scan("cron = '0 0 3 ? * SAT', excludedDays = 'SAT'").problems())
        .containsExactly(
            PREFIX
                + "cron: 0 0 3 ? * SAT (expected: an instant that start, end and excludedDays leave"
                + " over)");
  }
}
