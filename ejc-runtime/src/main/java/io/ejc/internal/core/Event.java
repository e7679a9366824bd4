package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What happened. Events say what was seen; the core decides what it means. */
public sealed interface Event {

  /**
   * This host leads, or the deployments that live hosts carry have changed. The one that appeared
   * last becomes the current one (CORRECTNESS 9).
   *
   * @param live what live hosts carry, this host's included; the host that was there first comes
   *     first
   */
  record Deployed(List<Deployment> live) implements Event {
    /** Copies the list. */
    public Deployed {
      live = List.copyOf(live);
    }

    /** One deployment alone, named after its code. */
    public Deployed(Bundle bundle, List<JobDefinition> definitions) {
      this(
          List.of(
              new Deployment(
                  new DeploymentId(bundle.id().value()), bundle, definitions, List.of())));
    }
  }

  /** Time has passed: something may be due. */
  record TimePassed() implements Event {}

  /**
   * The master accepted a subscription.
   *
   * @param session the number of the {@link Call.Subscribe} it answers
   * @param framework the framework's id
   * @param masterVersion the master's version, empty when it does not say
   */
  record Subscribed(long session, FrameworkId framework, String masterVersion) implements Event {
    /** By a master that does not say its version. */
    public Subscribed(long session, FrameworkId framework) {
      this(session, framework, "");
    }
  }

  /**
   * A session ended, or could not begin.
   *
   * @param session its number
   * @param reason why, for people
   * @param frameworkRemoved whether the master said that the framework was removed
   */
  record SessionEnded(long session, String reason, boolean frameworkRemoved) implements Event {}

  /**
   * Offers arrived.
   *
   * @param session by which session
   * @param offers the offers
   */
  record OffersArrived(long session, List<Offer> offers) implements Event {}

  /**
   * A status update arrived.
   *
   * @param session by which session
   * @param report the update
   */
  record TaskReported(long session, TaskReport report) implements Event {}

  /**
   * An executor ended. A hint only: the updates of its tasks say what became of them.
   *
   * @param agent where
   * @param executor which
   * @param status the raw wait status of its process
   */
  record ExecutorEnded(AgentId agent, ExecutorId executor, int status) implements Event {}

  /**
   * The executor of an exclusive item asks for its lease. May come twice or late.
   *
   * @param session by which session
   * @param agent where it runs
   * @param executor which
   * @param carrier the attempt's Mesos task
   * @param nonce which question it is
   */
  record LeaseAsked(
      long session, AgentId agent, ExecutorId executor, CarrierId carrier, String nonce)
      implements Event {}

  /**
   * This host's clock was set.
   *
   * @param by how much more than the time that passed since it was last looked at; negative when it
   *     was set back
   */
  record ClockStepped(Duration by) implements Event {}

  /**
   * The master asks whether agents may go away.
   *
   * @param session by which session
   * @param offers the questions
   */
  record InverseOffersArrived(long session, List<InverseOffer> offers) implements Event {}

  /**
   * The local cluster of this process has begun, and everything of an earlier one has ended.
   *
   * @param cluster tells it from others
   */
  record ClusterBegan(String cluster) implements Event {}

  /**
   * This host is going to close.
   *
   * @param request answered by {@link Call.Answer}
   */
  record Closing(String request) implements Event {}

  /**
   * Somebody asks for the end of the framework with all its tasks.
   *
   * @param request answered by {@link Call.Answer}, when the master has removed the framework
   */
  record TeardownRequested(String request) implements Event {}

  /**
   * Listeners were told of a run.
   *
   * @param run the run
   * @param phase of which end
   */
  record ListenersReturned(RunId run, Run.Phase phase) implements Event {}

  /**
   * Somebody triggers a job by hand.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   * @param key the idempotency key; empty draws one from the request
   * @param parameter what its items get in place of the job's parameter; empty for that one
   */
  record TriggerRequested(
      String request, JobName job, Optional<String> key, Optional<String> parameter)
      implements Event {
    /** With the job's own parameter. */
    public TriggerRequested(String request, JobName job, Optional<String> key) {
      this(request, job, key, Optional.empty());
    }
  }

  /**
   * Somebody asks for the end of a run.
   *
   * @param request answered by {@link Call.Answer}
   * @param run the run
   */
  record RunKillRequested(String request, RunId run) implements Event {}

  /**
   * Somebody asks for the end of all runs of a job.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   */
  record JobKillRequested(String request, JobName job) implements Event {}

  /**
   * Somebody decides whether a job fires.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   * @param enabled whether it fires from now on
   */
  record SwitchRequested(String request, JobName job, boolean enabled) implements Event {}

  /** Somebody decides at run time what a job is; answered by {@link Call.Answer}. */
  sealed interface OfRegistry extends Event {
    /** The request that is answered. */
    String request();

    /** The job. */
    JobName job();
  }

  /**
   * Somebody registers a job that no annotation declares.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   * @param jobClass the class that runs it
   * @param attributes attribute to text
   * @param by who, for people
   */
  record RegisterRequested(
      String request, JobName job, String jobClass, SortedMap<String, String> attributes, String by)
      implements OfRegistry {}

  /**
   * Somebody gives attributes of a job other values.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   * @param attributes attribute to text
   * @param by who, for people
   */
  record UpdateRequested(
      String request, JobName job, SortedMap<String, String> attributes, String by)
      implements OfRegistry {}

  /**
   * Somebody takes back what was given to attributes of a job at run time.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   * @param attributes which attributes; none for all
   * @param by who, for people
   */
  record ResetRequested(String request, JobName job, Set<String> attributes, String by)
      implements OfRegistry {}

  /**
   * Somebody removes a job that code registered, or what is left of a job that is not declared any
   * more.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   */
  record RemoveRequested(String request, JobName job) implements OfRegistry {}

  /**
   * Somebody asks what a job is, and who says so.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   */
  record DefinitionAsked(String request, JobName job) implements OfRegistry {}

  /**
   * Somebody pauses everything, or lets it go on.
   *
   * @param request answered by {@link Call.Answer}
   * @param paused whether everything is paused from now on
   */
  record PauseRequested(String request, boolean paused) implements Event {}

  /**
   * Somebody sets a job's ledger back to now, because a wrong clock has settled the future.
   *
   * @param request answered by {@link Call.Answer}
   * @param job the job
   */
  record LedgerSetBackRequested(String request, JobName job) implements Event {}

  /**
   * Somebody goes back to an earlier deployment that a live host carries, until the latest is to
   * count again.
   *
   * @param request answered by {@link Call.Answer}
   * @param bundle its code, or how that begins; empty for the one before the current one
   */
  record RollBackRequested(String request, Optional<String> bundle) implements Event {}

  /**
   * The latest deployment is to count again.
   *
   * @param request answered by {@link Call.Answer}
   */
  record RollForwardRequested(String request) implements Event {}

  /**
   * Somebody asks why an item waits.
   *
   * @param request answered by {@link Call.Answer}
   * @param item the item
   */
  record WhyAsked(String request, ItemId item) implements Event {}

  /**
   * Somebody asks for the end of an item.
   *
   * @param request answered by {@link Call.Answer}
   * @param item the item
   */
  record KillRequested(String request, ItemId item) implements Event {}
}
