package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.Deployed;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.RunState;
import io.ejc.internal.model.StartUp;
import io.ejc.internal.model.WarmUpId;
import io.ejc.internal.model.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is true from now on. {@link ClusterState} changes by applying facts and in no other way; the
 * records they change are stored before anything is sent.
 */
public sealed interface Fact {

  /** A fact that changes stored records. */
  sealed interface Stored extends Fact {}

  /** A fact of this process's session with the master; a restart begins without it. */
  sealed interface Passing extends Fact {}

  /** The master gave this framework an id. */
  record FrameworkRegistered(FrameworkId framework) implements Stored {}

  /** The master removed this framework; the next subscription asks for a new id. */
  record FrameworkForgotten(FrameworkId framework) implements Stored {}

  /** This code is launched from now on, or its layers are got from elsewhere. */
  record BundleDeployed(Deployed deployed, Instant at) implements Stored {}

  /** A job is registered; its ledger begins, or goes on, at this instant. */
  record JobRegistered(JobDefinition definition, int incarnation, Instant at) implements Stored {}

  /** A registered job has another definition from now on. */
  record JobChanged(JobDefinition definition, Instant at) implements Stored {}

  /** A job is not registered any more. */
  record JobRemoved(JobName job, Instant at) implements Stored {}

  /** An operator decided whether a job fires; a quarantine ends with it. */
  record JobSwitched(JobName job, Job.Mode mode) implements Stored {}

  /** A run of a job ended, with items lost for good or not; each run counts once. */
  record JobCrashed(RunId run, boolean again) implements Stored {}

  /** A job is held back for a reason; with none not any more. */
  record JobHeld(JobName job, String reason) implements Stored {}

  /** What somebody decided about a job at run time. */
  record OverrideStored(JobOverride override) implements Stored {}

  /** What was decided about a job at run time has no effect for a reason; with none it has. */
  record OverrideJudged(JobName job, String problem) implements Stored {}

  /** Nothing is decided about a job at run time any more. */
  record OverrideRemoved(JobName job) implements Stored {}

  /** Nothing fires and nothing is placed, or both go on. */
  record AllPaused(boolean paused) implements Stored {}

  /** Due instants are settled. */
  record FiresSettled(JobName job, Ledger.Range range) implements Stored {}

  /** An operator set a job's ledger back: what is due after this instant is open again. */
  record LedgerSetBack(JobName job, Ledger ledger) implements Stored {}

  /** Nothing that was due before this instant is open. */
  record NothingDueUntil(JobName job, Instant until) implements Stored {}

  /** A run begins; all its items wait, and with held none is placed before the run is released. */
  record RunCreated(
      RunId run,
      JobDefinition definition,
      Instant scheduled,
      Instant at,
      boolean held,
      Optional<BundleId> code)
      implements Stored {
    /** Of whatever code is current. */
    public RunCreated(
        RunId run, JobDefinition definition, Instant scheduled, Instant at, boolean held) {
      this(run, definition, scheduled, at, held, Optional.empty());
    }
  }

  /** Nobody has the code of a run any more: what is left of it runs other code. */
  record RunMoved(RunId run, BundleId from, BundleId to) implements Stored {}

  /** Code that is not current any more is still wanted by runs. */
  record BundleKept(Bundle bundle) implements Stored {}

  /** No run wants this code any more. */
  record BundleForgotten(BundleId bundle) implements Stored {}

  /** A held run's turn has come. */
  record RunReleased(RunId run, Instant at) implements Stored {}

  /** Earlier runs of its job end for a run's sake. */
  record RunReplaces(RunId run) implements Stored {}

  /** A run takes longer than its job's limit: what is left of it ends. */
  record RunOverdue(RunId run) implements Stored {}

  /** Listeners are going to be told of a run; until they were told before it, its items wait. */
  record ListenersDue(RunId run, Run.Phase phase) implements Stored {}

  /** Listeners were told of a run. */
  record ListenersReturned(RunId run, Run.Phase phase) implements Stored {}

  /** A run has ended, with its last item. */
  record RunEnded(RunId run, RunState state, Instant at) implements Stored {}

  /** A run is not kept any more. */
  record RunForgotten(RunId run) implements Stored {}

  /**
   * An attempt is going to be launched.
   *
   * @param attempt the attempt
   * @param token its fencing token
   * @param bundle the code
   * @param carrier the Mesos task
   * @param hostname the agent's host name
   * @param at when
   * @param addresses where its executor is told to get its own layers
   */
  record AttemptIntended(
      AttemptId attempt,
      long token,
      BundleId bundle,
      Carrier carrier,
      String hostname,
      Instant at,
      String addresses)
      implements Stored {

    /** In an executor that gets layers nowhere. */
    public AttemptIntended(
        AttemptId attempt,
        long token,
        BundleId bundle,
        Carrier carrier,
        String hostname,
        Instant at) {
      this(attempt, token, bundle, carrier, hostname, at, "");
    }

    /** The attempt, of which nothing has been heard yet. */
    Attempt fresh() {
      return new Attempt(
          attempt.number(),
          token,
          carrier.id(),
          bundle,
          carrier.agent(),
          hostname,
          AttemptState.INTENDED,
          false,
          0,
          null,
          at,
          null,
          null,
          "",
          "");
    }
  }

  /** User code was started. */
  record AttemptStarted(AttemptId attempt, long process, @Nullable StartUp startUp, Instant at)
      implements Stored {}

  /**
   * An attempt works longer than its job's timeout; it is killed, and its end counts as a failure.
   */
  record AttemptOverdue(AttemptId attempt) implements Stored {}

  /** An attempt that stays on its agent told what became of due instants. */
  record AttemptFired(AttemptId attempt, Firings firings) implements Stored {}

  /** An attempt has ended. */
  record AttemptEnded(
      AttemptId attempt, AttemptState outcome, String exceptionClass, String message, Instant at)
      implements Stored {}

  /** Mesos knows the carrier, and it has not ended. */
  record CarrierAlive(CarrierId carrier) implements Stored {}

  /** Nobody can say whether the carrier still runs; it is waited for. */
  record CarrierUncertain(CarrierId carrier, String reason, Instant until) implements Stored {}

  /** A killed attempt does not end and holds its shared executor up. */
  record ExecutorHeldUp(CarrierId stuck) implements Stored {}

  /** What held a shared executor up has ended. */
  record ExecutorFreed(AgentId agent, ExecutorId executor) implements Stored {}

  /** The carrier has ended. */
  record CarrierEnded(CarrierId carrier) implements Stored {}

  /** An item waits for another attempt. */
  record ItemWaits(ItemId item, Item.Cause cause, String reason, Instant notBefore, Instant at)
      implements Stored {}

  /** Somebody asked for the end of an item. */
  record ItemKillRequested(ItemId item, String reason) implements Stored {}

  /** An item has ended. */
  record ItemEnded(ItemId item, ItemState state, String reason, Instant at) implements Stored {}

  /** A shared executor was found on an agent that was not known. */
  record ExecutorFound(AgentId agent, ExecutorId executor, Instant at) implements Stored {}

  /**
   * A shared executor is begun ahead of a fire, by a task that runs nothing.
   *
   * @param task that task
   * @param agent where
   * @param executor which
   * @param reserved what the executor takes, if some of it is reserved
   * @param addresses where it is told to get its own layers
   * @param fire for which instant it is to be ready
   * @param at when
   */
  record WarmUpIntended(
      WarmUpId task,
      AgentId agent,
      ExecutorId executor,
      @Nullable Allocation reserved,
      String addresses,
      Instant fire,
      Instant at)
      implements Stored {}

  /** A shared executor gets no more work; stored before it is told to end. */
  record ExecutorRetired(AgentId agent, ExecutorId executor, String reason, Instant at)
      implements Stored {}

  /** A shared executor is not there any more. */
  record ExecutorGone(AgentId agent, ExecutorId executor) implements Stored {}

  /** The framework is to be ended with all its tasks; true until the master has removed it. */
  record TeardownIntended(FrameworkId framework) implements Stored {}

  /** The local cluster is another than the one that attempts were launched on. */
  record ClusterChanged(String cluster) implements Stored {}

  /** An operator went back to a deployment, or lets the latest count again. */
  record DeploymentChosen(Optional<DeploymentId> chosen) implements Stored {}

  /** What live hosts carry, and where they serve it. */
  record HostsSeen(List<Deployment> live) implements Passing {}

  /** What the current deployment says of jobs. */
  record DeploymentKnown(Deployment deployment) implements Passing {}

  /** A waiting item may be placed from now on. */
  record ItemReady(ItemId item) implements Passing {}

  /** A subscription was asked for. */
  record SessionAsked(long session, Wishes wishes) implements Passing {}

  /** The session is open; offers are wanted, as the master assumes after a subscription. */
  record SessionOpened(long session, String masterVersion) implements Passing {}

  /** There is no session; another is tried at this instant. */
  record SessionClosed(long session, String reason, Instant retryAt) implements Passing {}

  /** Offers are wanted for these roles, or not. */
  record OffersWanted(Set<String> roles, boolean wanted) implements Passing {}

  /** The master was told what the jobs want of it. */
  record WishesTold(Wishes wishes) implements Passing {}

  /** What was last heard of agents, while items wait. */
  record AgentsSeen(List<KnownAgent> agents) implements Passing {}

  /** It was said why a run waits; it is said again at this instant, if it still does. */
  record WaitExplained(Waiting waiting, int others, Instant since, Instant again)
      implements Passing {}

  /** These runs wait, and are looked at again at this instant; with none, nothing waits. */
  record WaitsWatched(Set<RunId> waiting, Optional<Instant> at) implements Passing {}

  /** The state of these carriers was asked for; without an answer they are asked for again. */
  record ReconciliationAsked(Set<CarrierId> carriers, int round, Instant retryAt)
      implements Passing {}

  /** The master said something about a carrier. */
  record CarrierAnswered(CarrierId carrier) implements Passing {}

  /** A lease is answered at this instant. */
  record LeaseAnswered(CarrierId carrier, Instant at) implements Passing {}

  /** Since this instant no earlier leader's answer can give a lease. */
  record LeasesCounted(Instant since) implements Passing {}

  /** The clock was set; what was counted by it goes along. */
  record ClockShifted(Duration by) implements Passing {}

  /** The master was asked for all tasks it knows; it is asked again at this instant. */
  record AllTasksAsked(Instant nextAt) implements Passing {}

  /** A shared executor has no work; without any until this instant it is ended. */
  record ExecutorIdle(AgentId agent, ExecutorId executor, Instant until) implements Passing {}

  /** A frequent job's next fire is known, and what is to be done ahead of it; or there is none. */
  record FireAwaited(JobName job, Optional<Instant> fire, Instant warmAt) implements Passing {}

  /** Executors are to be there ahead of a job's next fire, or nothing more is done about it. */
  record WarmUpsWanted(JobName job, boolean wanted) implements Passing {}

  /** A warm-up has ended or is not waited for any more; with a problem it was of no use. */
  record WarmUpEnded(WarmUpId task, AgentId agent, ExecutorId executor, String problem)
      implements Passing {}

  /** A retired executor was told to end; without news it is told again. */
  record ShutdownAsked(AgentId agent, ExecutorId executor, int round, Instant retryAt)
      implements Passing {}

  /** This host closes: it places nothing more. */
  record Closing() implements Passing {}

  /** Somebody of this process waits for the end of the framework. */
  record TeardownAsked(String request) implements Passing {}

  /** There is no session, and this process begins none any more. */
  record SessionsOver() implements Passing {}

  /** A task runs whose job or run is set aside: it is ours, and is left alone. */
  record StrangerSpared(String taskId, Optional<AgentId> agent) implements Passing {}

  /** How an executor ended; explains the updates that follow. */
  record ExecutorExited(AgentId agent, ExecutorId executor, boolean inOrder, String explanation)
      implements Passing {}
}
