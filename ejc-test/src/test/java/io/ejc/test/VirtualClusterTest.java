package io.ejc.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ejc.api.AttemptView;
import io.ejc.api.ItemState;
import io.ejc.api.ItemView;
import io.ejc.api.RunState;
import io.ejc.api.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtualClusterTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final String JOB = "tenth-minute";

  private final VirtualCluster cluster = VirtualCluster.of(START, Jobs.TenthMinute.class);

  @BeforeEach
  void forget() {
    Jobs.TOLD.clear();
  }

  @Test
  void a_cron_fires_and_its_runs_succeed() {
    cluster.advance(Duration.ofMinutes(65));

    assertThat(cluster.runs(JOB))
        .hasSize(6)
        .allMatch(run -> run.state() == RunState.SUCCEEDED)
        .extracting(RunView::scheduledInstant)
        .startsWith(START.plus(Duration.ofMinutes(10)))
        .endsWith(START.plus(Duration.ofMinutes(60)));
    assertThat(cluster.now()).isEqualTo(START.plus(Duration.ofMinutes(65)));
  }

  @Test
  void a_rate_fires_as_often_as_it_may_and_a_pause_begins_with_the_end() {
    VirtualCluster other =
        VirtualCluster.of(START, Jobs.Rate.class, Jobs.Delay.class)
            .takes("delay", Duration.ofMinutes(5));

    other.advance(Duration.ofHours(1));

    assertThat(other.runs("rate"))
        .extracting(run -> Duration.between(START, run.scheduledInstant()).toMinutes())
        .containsExactly(10L, 20L, 30L);
    assertThat(other.runs("delay"))
        .extracting(run -> Duration.between(START, run.scheduledInstant()).toMinutes())
        .containsExactly(10L, 25L, 40L, 55L);
  }

  @Test
  void a_run_by_hand_may_have_a_parameter_of_its_own() {
    VirtualCluster other = VirtualCluster.of(START, Jobs.Rate.class);

    assertThat(other.trigger("rate", "its own").jobParameter()).isEqualTo("its own");
    assertThat(other.trigger("rate").jobParameter()).isEqualTo("annotated");

    assertThat(Jobs.TOLD).containsExactly("rate its own", "rate annotated");
  }

  @Test
  void a_day_is_soon_over() {
    cluster.advance(Duration.ofDays(1).plusMinutes(5));

    assertThat(cluster.runs(JOB)).hasSize(144);
    assertThat(Jobs.TOLD).as("two items, and one attempt more of one").hasSize(3 * 144);
  }

  @Test
  void a_failure_is_retried_after_its_pause() {
    RunView run = cluster.trigger(JOB);
    assertThat(run.state()).isEqualTo(RunState.ACTIVE);
    assertThat(Jobs.TOLD).hasSize(2);

    cluster.advance(Duration.ofMinutes(2));

    ItemView retried = cluster.runs(JOB).get(0).items().get(1);
    List<AttemptView> attempts = retried.attempts();
    assertThat(attempts).extracting(AttemptView::outcome).containsExactly("FAILED", "SUCCEEDED");
    assertThat(attempts.get(0).failure().orElseThrow().message()).isEqualTo("try again");
    assertThat(attempts.get(1).startedAt().orElseThrow())
        .isAfterOrEqualTo(START.plus(Duration.ofSeconds(15)));
    assertThat(Jobs.TOLD).hasSize(3);
  }

  @Test
  void items_of_a_lost_agent_are_failed_over_and_their_code_is_called_once() {
    cluster.takes(JOB, Duration.ofMinutes(2));
    cluster.trigger(JOB);
    cluster.advance(Duration.ofMinutes(1)).loseAgent(0);

    cluster.advance(Duration.ofMinutes(30));

    RunView run = cluster.runs(JOB).get(0);
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.items())
        .flatExtracting(ItemView::attempts)
        .extracting(AttemptView::outcome)
        .contains("LOST");
    assertThat(Jobs.TOLD).doesNotHaveDuplicates();
  }

  @Test
  void an_item_that_is_at_work_for_too_long_fails_and_its_run_takes_what_comes_late() {
    cluster.takes(JOB, Duration.ofHours(2));
    cluster.trigger(JOB);

    cluster.advance(Duration.ofHours(3));

    RunView run = cluster.runs(JOB).get(0);
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.items().get(0).reason().orElseThrow()).contains("timeout");
    assertThat(Jobs.TOLD).isEmpty();
  }

  @Test
  void a_run_is_killed() {
    cluster.takes(JOB, Duration.ofMinutes(5));
    RunView run = cluster.trigger(JOB);

    cluster.advance(Duration.ofMinutes(1)).kill(run.id());

    assertThat(cluster.runs(JOB).get(0).state()).isEqualTo(RunState.KILLED);
    assertThat(cluster.runs(JOB).get(0).items()).allMatch(item -> item.state() == ItemState.KILLED);
  }

  @Test
  void methods_run_too() {
    VirtualCluster methods = VirtualCluster.of(START, Jobs.OneMethod.class);

    assertThat(methods.trigger("the-only-one").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Jobs.TOLD).containsExactly("the only one");
  }

  @Test
  void what_makes_no_sense_is_refused_with_words() {
    assertThatIllegalStateException()
        .isThrownBy(() -> cluster.trigger("unknown"))
        .withMessageContaining("unknown");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VirtualCluster.of(START, Jobs.Bad.class))
        .withMessageContaining("shardingTotalCount: 0 (expected: ");
  }
}
