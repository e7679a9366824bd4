package io.ejc.internal.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.discover.fixture.baddaemons.BadDaemons;
import io.ejc.internal.discover.fixture.daemons.Daemons;
import io.ejc.internal.model.JobDefinition;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DaemonScanTest {

  private static final String BAD = BadDaemons.class.getName();
  private static final String ONE_BY_ONE =
      ", because an item of a DAEMON job fires one instant after the other on its agent)";
  private static final String NO_END =
      ", because the items of a DAEMON job go on until it is disabled, changed or removed)";
  private static final String NO_RETRY =
      ", because an exception ends one firing of a DAEMON job, and the next instant is the next"
          + " try)";

  private final JobScanner scanner =
      new JobScanner(
          new ScanSettings(ZoneId.of("UTC"), 512, List.of("*")), key -> Optional.empty());

  @Test
  void items_that_stay_are_a_job_of_any_kind() {
    Discovery discovery = scan(Daemons.class);

    assertThat(discovery.problems()).isEmpty();
    assertThat(discovery.jobs())
        .extracting(job -> job.name().value())
        .containsExactly("poll", "watch");
    assertThat(discovery.jobs()).allMatch(JobDefinition::resident);
  }

  @Test
  void what_makes_no_sense_is_told_all_at_once() {
    assertThat(scan(BadDaemons.class).problems())
        .containsExactlyInAnyOrder(
            poll("cron: empty (expected: a cron expression, by which the items of a DAEMON job")
                + " fire)",
            poll("overlap: QUEUE (expected: SKIP") + ONE_BY_ONE,
            poll("misfire: FIRE_ALL (expected: SKIP or FIRE_ONCE") + ONE_BY_ONE,
            poll("maxConcurrentRuns: 2 (expected: 1") + ONE_BY_ONE,
            poll("maxParallelItems: 1 (expected: 0") + NO_END,
            poll("timeout: 1m (expected: empty") + NO_END,
            poll("runTimeout: 2m (expected: empty") + NO_END,
            poll("queueTimeout: 3m (expected: empty") + NO_END,
            poll("failover: false (expected: true") + NO_END,
            poll("retries: 1 (expected: 0") + NO_RETRY,
            poll("retryOn: java.io.IOException (expected: none") + NO_RETRY,
            poll("failOn: java.io.IOException (expected: none") + NO_RETRY,
            bounded("start: 2026-01-01 (expected: empty"),
            bounded("end: 2026-12-31 (expected: empty"),
            bounded("repeat: 3 (expected: 0"),
            bounded("excludedDays: 12-25 (expected: none"),
            "job shell ("
                + BAD
                + "$Shell) executionType: DAEMON (expected: TRANSIENT, because nothing of EJC runs"
                + " beside a command to fire it)");
  }

  private static String bounded(String problem) {
    return "job bounded ("
        + BAD
        + "$Bounded) "
        + problem
        + ", because items of a DAEMON job fire by their cron alone)";
  }

  private static String poll(String problem) {
    return "job poll (" + BAD + "$Poll) " + problem;
  }

  private Discovery scan(Class<?> neighbour) {
    return scanner.scan(getClass().getClassLoader(), List.of(neighbour.getPackageName()));
  }
}
