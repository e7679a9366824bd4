package io.ejc.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A job as the scheduler knows it; kept also after its removal, because its numbers must go on
 * rising.
 *
 * @param definition what the author asked for
 * @param incarnation how often its name was registered after a removal, from 1
 * @param registered whether it is registered now
 * @param mode whether an operator decided that it fires or does not
 * @param crashes how many runs in a row ended with items lost for good
 * @param counter the latest number given: fencing tokens and carriers share it
 * @param ledger what became of its due instants
 * @param judged the runs whose end was looked at for crashes, the latest last: each counts once,
 *     also when its end is decided again because a commit was cut
 * @param held why nothing of it can be run now, such as a class that no host carries any more;
 *     empty when it can
 */
public record Job(
    JobDefinition definition,
    int incarnation,
    boolean registered,
    Mode mode,
    int crashes,
    long counter,
    Ledger ledger,
    List<RunId> judged,
    String held) {

  /** Copies the list. A record from before jobs could be held back is of one that is not. */
  public Job {
    judged = List.copyOf(judged);
    held = Objects.requireNonNullElse(held, "");
  }

  /** Not held back. */
  public Job(
      JobDefinition definition,
      int incarnation,
      boolean registered,
      Mode mode,
      int crashes,
      long counter,
      Ledger ledger,
      List<RunId> judged) {
    this(definition, incarnation, registered, mode, crashes, counter, ledger, judged, "");
  }

  /** After so many runs in a row that crashed, a job is quarantined. */
  public static final int CRASHES_MAX = 3;

  private static final int JUDGED_MORE = 8;

  /** What an operator decided about a job's firing. */
  public enum Mode {
    /** Nothing: the definition says. */
    AS_DEFINED,
    /** It fires, also where its definition disables it. */
    ENABLED,
    /** It does not fire. */
    DISABLED
  }

  /** Why it does not fire now; empty when it does. */
  public String heldBackBecause() {
    if (!held.isEmpty()) {
      return held;
    }
    if (crashes >= CRASHES_MAX) {
      return "quarantined: " + crashes + " runs in a row lost items for good; enable it to release";
    }
    return switch (mode) {
      case ENABLED -> "";
      case DISABLED -> "disabled by an operator";
      case AS_DEFINED -> definition.enabled() ? "" : "the job is disabled";
    };
  }

  /** Its name. */
  public JobName name() {
    return definition.name();
  }

  /** The same job with another definition. */
  public Job with(JobDefinition newDefinition) {
    return new Job(newDefinition, incarnation, true, mode, crashes, counter, ledger, judged, held);
  }

  /** The same job, registered again or removed. */
  public Job registered(int newIncarnation, boolean now, Ledger newLedger) {
    return new Job(
        definition, newIncarnation, now, mode, crashes, counter, newLedger, judged, held);
  }

  /** The same job, with a number given. */
  public Job counted(long newCounter) {
    return new Job(
        definition, incarnation, registered, mode, crashes, newCounter, ledger, judged, held);
  }

  /** The same job with another ledger. */
  public Job with(Ledger newLedger) {
    return new Job(
        definition, incarnation, registered, mode, crashes, counter, newLedger, judged, held);
  }

  /** The same job, switched by an operator; a quarantine ends with it. */
  public Job with(Mode newMode) {
    return new Job(definition, incarnation, registered, newMode, 0, counter, ledger, judged, held);
  }

  /** The same job, held back for a reason; with none not any more. */
  public Job held(String why) {
    return new Job(
        definition, incarnation, registered, mode, crashes, counter, ledger, judged, why);
  }

  /** The same job, after a run that crashed or did not. */
  public Job crashed(RunId run, boolean again) {
    int now = again ? crashes + 1 : 0;
    // in one step no more runs end than are under way at once, a few of an older definition too
    int kept = definition.limits().maxConcurrentRuns() + JUDGED_MORE;
    List<RunId> latest = new ArrayList<>(judged);
    latest.add(run);
    return new Job(
        definition,
        incarnation,
        registered,
        mode,
        now,
        counter,
        ledger,
        latest.subList(Math.max(0, latest.size() - kept), latest.size()),
        held);
  }
}
