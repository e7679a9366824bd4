package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.Effective;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.Wishes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What to send, after the facts of its step are stored. */
public sealed interface Call {

  /** A call to the master. Calls of a session are sent one after another, in order. */
  sealed interface ToMaster extends Call {}

  /**
   * Begin a new session; an earlier one is ended.
   *
   * @param session rises with each subscription of this process
   * @param framework the framework's id, when there is one
   * @param wishes what the jobs want of the master
   */
  record Subscribe(long session, Optional<FrameworkId> framework, Wishes wishes)
      implements ToMaster {
    /** Without wishes. */
    public Subscribe(long session, Optional<FrameworkId> framework) {
      this(session, framework, Wishes.NONE);
    }
  }

  /**
   * The jobs want something else of the master.
   *
   * @param wishes what
   * @param suppressed for which roles no offers are wanted, as before
   */
  record UpdateFramework(Wishes wishes, Set<String> suppressed) implements ToMaster {}

  /**
   * Use offers of one agent.
   *
   * @param offers the offers
   * @param launches the tasks, at least one
   * @param refuse for how long what is left over is not wanted
   */
  record Accept(List<OfferId> offers, List<TaskLaunch> launches, Duration refuse)
      implements ToMaster {}

  /**
   * Give offers back.
   *
   * @param offers the offers
   * @param refuse for how long they are not wanted
   */
  record Decline(List<OfferId> offers, Duration refuse) implements ToMaster {}

  /**
   * There is work: send offers, and forget filters.
   *
   * @param roles for which roles; none for all
   */
  record Revive(Set<String> roles) implements ToMaster {
    /** For all roles. */
    public Revive() {
      this(Set.of());
    }
  }

  /**
   * There is no work: send no offers.
   *
   * @param roles for which roles; none for all
   */
  record Suppress(Set<String> roles) implements ToMaster {
    /** For all roles. */
    public Suppress() {
      this(Set.of());
    }
  }

  /**
   * End a task.
   *
   * @param taskId the task, perhaps one we do not know
   * @param agent where, when known
   * @param grace how long it has; empty leaves it to the task's own policy
   */
  record Kill(String taskId, Optional<AgentId> agent, Optional<Duration> grace)
      implements ToMaster {}

  /**
   * Tell the agent that what an update means is durable.
   *
   * @param agent the agent
   * @param taskId the task
   * @param uuid the update's uuid in hexadecimal
   */
  record Acknowledge(AgentId agent, String taskId, String uuid) implements ToMaster {}

  /**
   * Ask for the state of tasks.
   *
   * @param tasks the tasks; none asks for all that the master knows and that have not ended
   */
  record Reconcile(List<Placed> tasks) implements ToMaster {}

  /**
   * End an executor on which no task of ours runs.
   *
   * @param agent where
   * @param executor which
   */
  record Shutdown(AgentId agent, ExecutorId executor) implements ToMaster {}

  /**
   * Let an executor work for the length of its lease, counted from when it asked.
   *
   * @param agent where
   * @param executor which
   * @param carrier the attempt's Mesos task
   * @param nonce the question that is answered
   */
  record GrantLease(AgentId agent, ExecutorId executor, CarrierId carrier, String nonce)
      implements ToMaster {}

  /**
   * Agents may go away as announced.
   *
   * @param offers the questions
   * @param refuse for how long they are not to be asked again
   */
  record AcceptInverse(List<OfferId> offers, Duration refuse) implements ToMaster {}

  /**
   * Agents had better not go away as announced.
   *
   * @param offers the questions
   * @param refuse for how long they are not to be asked again
   */
  record DeclineInverse(List<OfferId> offers, Duration refuse) implements ToMaster {}

  /** End this framework with all its tasks and executors, for ever. */
  record Teardown() implements ToMaster {}

  /**
   * A task and its agent.
   *
   * @param carrier the task
   * @param agent its agent
   */
  record Placed(CarrierId carrier, AgentId agent) {}

  /**
   * Tell this application's listeners of a run; answered by {@link Event.ListenersReturned}.
   *
   * @param run the run
   * @param phase of which end
   * @param again whether they were perhaps told before
   */
  record TellListeners(RunId run, Run.Phase phase, boolean again) implements Call {}

  /**
   * Answer a request of somebody in this process.
   *
   * @param request the request
   * @param result what became of it
   */
  record Answer(String request, Result result) implements Call {}

  /** What became of a request. */
  sealed interface Result {
    /**
     * A run: new, or the one of the same key.
     *
     * @param run its id
     */
    record Triggered(RunId run) implements Result {}

    /**
     * A kill.
     *
     * @param found whether there was something to kill
     */
    record Killed(boolean found) implements Result {}

    /**
     * Why an item waits.
     *
     * @param waiting why
     */
    record Explained(Waiting waiting) implements Result {}

    /**
     * What a job is.
     *
     * @param jobClass the class that runs it
     * @param override what was decided at run time, if anything was
     * @param effective its attributes
     */
    record Defined(String jobClass, Optional<JobOverride> override, Effective effective)
        implements Result {}

    /** Done, whether or not there was anything to do. */
    record Done() implements Result {}

    /**
     * Refused.
     *
     * @param message why, and what to do
     */
    record Refused(String message) implements Result {}
  }
}
