package io.ejc.internal.core;

import static io.ejc.internal.core.Jobs.job;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptReport.Kind;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.WarmExecutor;
import java.time.Duration;
import java.util.List;

/** Scripts in which executors are begun five seconds ahead of fires. */
final class Prewarming {

  static final String BEFORE = "2026-03-01T00:09:55Z";
  static final String FIRE = "2026-03-01T00:10:00Z";
  static final AgentId A1 = new AgentId("a1");

  private static final Duration LEAD = Duration.ofSeconds(5);

  private Prewarming() {}

  static Scenario prewarming(Jobs... jobs) {
    return prewarming(Duration.ofMinutes(10), List.of("*"), jobs);
  }

  static Scenario prewarming(Duration keepAlive, List<String> roles, Jobs... jobs) {
    CoreSettings.Upkeep upkeep = new CoreSettings.Upkeep(keepAlive, Duration.ofMinutes(15), LEAD);
    return Scenario.with(new CoreSettings(1, 10, 3, upkeep, roles), jobs).subscribed();
  }

  /** A job that fires every ten minutes. */
  static Jobs report() {
    return job("report").cron("0 0/10 * * * ?");
  }

  static ExecutorId shared(Scenario s) {
    return s.planner.shared(Jobs.bundle()).id();
  }

  static List<ExecutorId> known(Scenario s, String agent) {
    return s.state().executorsOf(new AgentId(agent)).stream().map(WarmExecutor::id).toList();
  }

  /** An executor is ready. */
  static Scenario warm(Scenario s, TaskLaunch warmUp) {
    return s.runs(warmUp).told(warmUp, TaskState.FINISHED, Kind.SUCCEEDED);
  }
}
