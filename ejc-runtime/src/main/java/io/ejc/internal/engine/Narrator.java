package io.ejc.internal.engine;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Fact;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.core.Waiting;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptState;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Ledger;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.StartUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people in the log what has become true, after it is stored. */
final class Narrator {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.scheduler");

  private final String name;
  private final LedgerAlarm alarm;
  private final WarmUpLog warmUps = new WarmUpLog();

  Narrator(String name, LedgerAlarm alarm) {
    this.name = name;
    this.alarm = alarm;
  }

  /** The framework that ends on request. */
  private @Nullable FrameworkId ending;

  /** What could not be read stays out of everything until somebody looks at it. */
  void setAside(List<StoredState.SetAside> asides) {
    for (StoredState.SetAside aside : asides) {
      log.error(
          "ejc[{}] {}; it is set aside as it is stored, everything else goes on{}",
          name,
          aside.problem(),
          aside.job().map(job -> "; job " + job + " rests with its runs").orElse(""));
    }
  }

  /** A ledger that is settled beyond now means that a clock was wrong; told once for each job. */
  void ledgers(Collection<Job> jobs, Instant now) {
    for (Job job : alarm.news(jobs, now)) {
      Problem problem = alarm.problem(job, now);
      log.error("ejc[{}] {}: {}; {}", name, problem.what(), problem.reason(), problem.nextStep());
    }
  }

  void tell(Fact fact, ClusterState state) {
    if (fact instanceof Fact.AttemptStarted || fact instanceof Fact.AttemptEnded) {
      attempt(fact, state);
    } else if (fact instanceof Fact.RunCreated created) {
      log.info(
          "run {} begins: {} items, due {}",
          created.run(),
          created.definition().sharding().totalCount(),
          created.scheduled());
    } else if (fact instanceof Fact.RunEnded ended) {
      state.run(ended.run()).ifPresent(Narrator::ended);
    } else if (fact instanceof Fact.ItemWaits waits) {
      waits(waits);
    } else if (fact instanceof Fact.ItemKillRequested kill) {
      log.info("item {}: {}", kill.item(), kill.reason());
    } else if (fact instanceof Fact.FiresSettled settled) {
      settled(settled);
    } else if (fact instanceof Fact.WaitExplained explained) {
      waits(explained);
    } else if (fact instanceof Fact.StrangerSpared spared) {
      log.warn(
          "task {} on agent {} belongs to what is set aside: it is left alone, and its updates are"
              + " not acknowledged until its records can be read",
          spared.taskId(),
          spared.agent().map(AgentId::value).orElse("unknown"));
    } else if (fact instanceof Fact.RunOverdue overdue) {
      log.warn("run {} takes too long: what is left of it ends", overdue.run());
    } else if (fact instanceof Fact.CarrierUncertain uncertain) {
      log.warn(
          "task {} may still run, nobody can say: {}; it is waited for until {}",
          uncertain.carrier(),
          firstLine(uncertain.reason()),
          uncertain.until());
    } else if (fact instanceof Fact.ExecutorHeldUp held) {
      log.warn(
          "task {} is stuck in shared executor: it does not end after its kill; nothing more is"
              + " placed in that executor, which is ended unless the task ends",
          held.stuck());
    } else {
      registry(fact, state);
    }
  }

  private void registry(Fact fact, ClusterState state) {
    if (fact instanceof Fact.JobRegistered registered) {
      job("registered", registered.definition());
    } else if (fact instanceof Fact.JobChanged changed) {
      job("changed", changed.definition());
    } else if (fact instanceof Fact.JobSwitched switched) {
      log.info("job {} is {} by an operator", switched.job(), switched.mode());
    } else if (fact instanceof Fact.AllPaused all) {
      log.warn("ejc[{}] everything {}", name, all.paused() ? "is paused" : "goes on");
    } else if (fact instanceof Fact.JobCrashed crashed) {
      crashed(crashed, state);
    } else if (fact instanceof Fact.JobRemoved removed) {
      log.info("job {} removed: neither a class nor code registers it any more", removed.job());
    } else if (fact instanceof Fact.LedgerSetBack back) {
      log.warn(
          "job {}: its ledger is set back to {} by an operator",
          back.job(),
          back.ledger().watermark());
    } else if (fact instanceof Fact.FrameworkRegistered registered) {
      log.info("ejc[{}] is the new Mesos framework {}", name, registered.framework());
    } else if (fact instanceof Fact.FrameworkForgotten forgotten) {
      forgotten(forgotten.framework());
    } else if (fact instanceof Fact.SessionOpened) {
      log.info(
          "ejc[{}] is subscribed to the Mesos master as framework {}",
          name,
          state.framework().map(FrameworkId::value).orElse("without an id"));
    } else if (fact instanceof Fact.SessionClosed closed) {
      log.warn(
          "ejc[{}] has no session with the Mesos master: {}; next try at {}",
          name,
          firstLine(closed.reason()),
          closed.retryAt());
    } else if (!DecisionLog.tells(fact) && !warmUps.tells(fact)) {
      code(fact);
      cluster(fact);
    }
  }

  private void code(Fact fact) {
    if (fact instanceof Fact.BundleDeployed made) {
      log.info(
          "ejc[{}] deployment {} is current: bundle {}",
          name,
          made.deployed().id(),
          made.deployed().bundle().id());
    } else if (fact instanceof Fact.RunMoved moved) {
      log.warn(
          "run {} began with bundle {}, which no live host carries any more: it goes on with bundle"
              + " {}",
          moved.run(),
          moved.from(),
          moved.to());
    } else if (fact instanceof Fact.DeploymentChosen back) {
      log.warn(
          "ejc[{}] by an operator {} counts",
          name,
          back.chosen().map(id -> "deployment " + id).orElse("the latest deployment"));
    } else if (fact instanceof Fact.BundleKept kept) {
      log.info(
          "ejc[{}] bundle {} is kept for the runs that began with it", name, kept.bundle().id());
    } else if (fact instanceof Fact.BundleForgotten forgotten) {
      log.info("ejc[{}] no run wants bundle {} any more", name, forgotten.bundle());
    }
  }

  private void forgotten(FrameworkId framework) {
    if (framework.equals(ending)) {
      log.info("ejc[{}] framework {} has ended, as was asked for", name, framework);
    } else {
      log.error(
          "ejc[{}] the master removed framework {}: its tasks may still run and are waited for;"
              + " a new framework id is asked for",
          name,
          framework);
    }
  }

  private void cluster(Fact fact) {
    if (fact instanceof Fact.TeardownIntended teardown) {
      ending = teardown.framework();
      log.warn(
          "ejc[{}] ends framework {} with all its tasks, on request", name, teardown.framework());
    } else if (fact instanceof Fact.ExecutorRetired retired) {
      log.info(
          "executor {} on agent {} is ended: {}",
          retired.executor(),
          retired.agent(),
          retired.reason());
    } else if (fact instanceof Fact.ExecutorExited exited && !exited.inOrder()) {
      log.info(
          "executor {} on agent {}: {}", exited.executor(), exited.agent(), exited.explanation());
    }
  }

  private static void crashed(Fact.JobCrashed crashed, ClusterState state) {
    state
        .job(crashed.run().job())
        .filter(job -> job.crashes() >= Job.CRASHES_MAX)
        .ifPresent(job -> log.error("job {} is {}", job.name(), job.heldBackBecause()));
  }

  private static void job(String what, JobDefinition job) {
    log.info(
        "job {} {}: {}, {} items of {}",
        job.name(),
        what,
        job.schedule().words(),
        job.sharding().totalCount(),
        job.requirements().perItem());
  }

  private static String coldStart(Attempt attempt, @Nullable StartUp cold) {
    if (cold == null) {
      return "";
    }
    long till = attempt.tillProcess(cold).toMillis();
    return (", which was started for it in %d ms (%d till its process began, JVM %d, agent %d,"
            + " application %d, item %d)")
        .formatted(
            till + cold.millis(), till, cold.jvm(), cold.subscribed(), cold.loaded(), cold.begun());
  }

  private static void attempt(Fact fact, ClusterState state) {
    if (fact instanceof Fact.AttemptStarted started) {
      Attempt attempt = find(state, started.attempt());
      if (attempt != null) {
        log.info(
            "task {} {}runs on agent {}{}{}",
            started.attempt(),
            parameter(state, started.attempt().itemId()),
            attempt.hostname(),
            // of a command Mesos does not say it
            started.process() == 0 ? "" : " in process " + started.process(),
            coldStart(attempt, started.startUp()));
      }
    } else if (fact instanceof Fact.AttemptEnded ended) {
      Attempt attempt = find(state, ended.attempt());
      if (attempt != null) {
        ended(ended, attempt, parameter(state, ended.attempt().itemId()));
      }
    }
  }

  private static void ended(Fact.AttemptEnded ended, Attempt attempt, String parameter) {
    String outcome = ended.outcome().name().toLowerCase(Locale.ROOT);
    String took = took(attempt.startedAt(), ended.at());
    String words =
        ended.exceptionClass().isEmpty()
            ? firstLine(ended.message())
            : ended.exceptionClass() + ": " + firstLine(ended.message());
    if (ended.outcome() == AttemptState.SUCCEEDED || ended.outcome() == AttemptState.KILLED) {
      log.info(
          "task {} {}{} on agent {}{}",
          ended.attempt(),
          parameter,
          outcome,
          attempt.hostname(),
          took);
    } else {
      log.warn(
          "task {} {}{} on agent {}{}: {}",
          ended.attempt(),
          parameter,
          outcome,
          attempt.hostname(),
          took,
          words);
    }
  }

  private static void ended(Run run) {
    Instant ended = run.ended();
    long failed = run.items().stream().filter(item -> item.state() != ItemState.SUCCEEDED).count();
    String rest = failed == 0 ? "" : ", " + failed + " of them not succeeded";
    log.info(
        "run {} {}: {} items{}{}",
        run.id(),
        run.state().name().toLowerCase(Locale.ROOT),
        run.size(),
        rest,
        ended == null ? "" : took(run.created(), ended));
  }

  private static void waits(Fact.WaitExplained explained) {
    Waiting waiting = explained.waiting();
    log.warn(
        "item {} waits since {}{}: {}: {}{}",
        waiting.item(),
        explained.since(),
        explained.others() == 0 ? "" : ", and " + explained.others() + " more items of its run",
        waiting.verdict(),
        waiting.why(),
        waiting.change().isEmpty() ? "" : "; " + waiting.change());
  }

  private static void waits(Fact.ItemWaits waits) {
    switch (waits.cause()) {
      case FAILURE -> log.info("item {} is retried at {}", waits.item(), waits.notBefore());
      case LOSS -> log.info("item {} fails over at {}", waits.item(), waits.notBefore());
      case REFUSAL -> log.info("item {} is launched again at {}", waits.item(), waits.notBefore());
      case BESIDE_STUCK ->
          log.warn(
              "item {} is launched again at no cost: its executor was ended for another item that"
                  + " was stuck in it: {}",
              waits.item(),
              waits.reason());
      case NOT_TAKEN ->
          log.info("item {} waits again: its executor or its agent was ending", waits.item());
      case CLUSTER_STOPPED -> log.info("item {} is tried again: its cluster stopped", waits.item());
      case STALE_OFFER -> log.debug("item {} waits again: {}", waits.item(), waits.reason());
    }
  }

  private static void settled(Fact.FiresSettled settled) {
    Ledger.Range range = settled.range();
    String outcome = range.outcome().name().toLowerCase(Locale.ROOT);
    if (range.outcome() == Outcome.RUN) {
      return;
    }
    if (range.count() == 1) {
      log.info("job {}: due {}, {}: {}", settled.job(), range.from(), outcome, range.reason());
    } else {
      log.info(
          "job {}: {} instants due from {} to {}, {}: {}",
          settled.job(),
          range.count(),
          range.from(),
          range.to(),
          outcome,
          range.reason());
    }
  }

  private static @Nullable Attempt find(ClusterState state, AttemptId id) {
    return state
        .run(id.run())
        .flatMap(
            run ->
                run.item(id.item()).attempts().stream()
                    .filter(attempt -> attempt.number() == id.number())
                    .findFirst())
        .orElse(null);
  }

  private static String parameter(ClusterState state, ItemId id) {
    Optional<String> parameter =
        state.run(id.run()).flatMap(run -> run.definition().sharding().parameterOf(id.item()));
    return parameter.map(value -> "(" + value + ") ").orElse("");
  }

  private static String took(@Nullable Instant from, Instant to) {
    return from == null ? "" : " in " + Duration.between(from, to).toMillis() + " ms";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
