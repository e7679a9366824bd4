package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;
import static io.ejc.internal.core.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorSpec;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.TaskLaunch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutorOptionsTest {

  private static final AgentId A1 = new AgentId("a1");

  @Test
  void items_of_jobs_that_ask_for_the_same_share_an_executor_and_others_do_not() {
    Scenario s =
        scenario(
                job("plain"),
                job("one").jvmOption("-Da"),
                job("two").jvmOption("-Da"),
                job("other").jvmOption("-Db"))
            .subscribed();
    List.of("plain", "one", "two", "other").forEach(name -> s.trigger(name, "k"));

    s.offers(s.offer("a1", 8, 8192));

    List<ExecutorSpec> executors = s.launches().stream().map(TaskLaunch::executor).toList();
    assertThat(executors).hasSize(4);
    assertThat(executors.stream().map(ExecutorSpec::id).distinct()).hasSize(3);
    assertThat(of(s, "one").executor()).isEqualTo(of(s, "two").executor());
    assertThat(of(s, "one").executor().command()).contains("'-Da'").doesNotContain("'-Db'");
    assertThat(of(s, "plain").executor().command()).doesNotContain("'-Da'");
  }

  private static TaskLaunch of(Scenario s, String job) {
    return s.launches().stream()
        .filter(launch -> launch.payload().attempt().run().job().value().equals(job))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void each_such_executor_takes_its_own_share_of_an_offer() {
    Scenario s = scenario(job("plain"), job("own").jvmOption("-Da")).subscribed();
    s.trigger("plain", "k").trigger("own", "k");
    int one = (int) s.planner.executorResources(Isolation.SHARED).memMb();

    s.offers(s.offer("a1", 8, one + one / 2));

    assertThat(s.launches()).hasSize(1);
  }

  @Test
  void a_warm_executor_is_used_by_the_jobs_that_ask_for_it() {
    Scenario s = scenario(job("plain"), job("own").jvmOption("-Da")).subscribed();
    TaskLaunch first = s.trigger("own", "k").offers("a1").launch();
    s.succeeds(first).trigger("plain", "k").trigger("own", "k2");

    s.offers(s.offer("a1", 8, 8192, first.executor().id()));

    assertThat(of(s, "own").executor().id()).isEqualTo(first.executor().id());
    assertThat(of(s, "plain").executor().id()).isNotEqualTo(first.executor().id());
  }

  @Test
  void one_that_no_job_asks_for_any_more_is_ended() {
    Scenario s = scenario(job("plain"), job("own").jvmOption("-Da")).subscribed();
    TaskLaunch first = s.trigger("own", "k").offers("a1").launch();
    s.succeeds(first);
    assertThat(s.calls(Call.Shutdown.class)).isEmpty();

    s.deploy(job("plain"), job("own").jvmOption("-Db"));

    assertThat(s.calls()).contains(new Call.Shutdown(A1, first.executor().id()));
  }
}
