package io.ejc.internal.execute;

import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.TaskState;
import java.util.Optional;

/** Where the truth about tasks goes. Any thread; returns at once. */
interface Reports {

  /**
   * Says what became of a task. Reports of one task arrive in the order in which they were made.
   *
   * @param taskId the Mesos task
   * @param state its state
   * @param message for people, may be empty
   * @param report for the scheduler
   */
  void report(String taskId, TaskState state, String message, Optional<AttemptReport> report);

  /**
   * What user code threw, told on its thread before the end is reported. An agent hears of it in
   * the report alone.
   */
  default void threw(String taskId, Throwable thrown) {}
}
