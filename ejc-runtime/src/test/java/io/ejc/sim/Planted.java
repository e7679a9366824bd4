package io.ejc.sim;

/** Bugs that the simulation must find; each is planted at a port, outside the product's code. */
enum Planted {
  SEND_BEFORE_STORE(20, "calls leave before their facts are stored"),
  ACKNOWLEDGE_BEFORE_STORE(20, "updates are acknowledged as they arrive"),
  NO_EPOCH_CHECK(60, "a deposed leader's commits are stored"),
  STATE_READ_BEFORE_EPOCH(240, "a new leader reads the state and then writes its epoch"),
  BLIND_RETRY(120, "a commit of unknown outcome is sent again and may be stored twice"),
  NO_RECONCILIATION(60, "the state of tasks is never asked for"),
  KILL_OVERTAKES_ACCEPT(120, "a KILL may arrive before the ACCEPT that was sent first"),
  TASK_ID_REUSED(60, "a launch that was dropped is tried again under its task id"),
  TOKEN_PER_RUN(20, "fencing tokens begin anew with each run"),
  REFUSED_LAUNCH_COUNTED(60, "a launch that met a stale offer counts as a failure"),
  DST_OVERLAP_SKIPPED(60, "instants in the second of two equal hours do not fire"),
  KILL_REPORTED_EARLY(60, "an executor reports a kill before user code has ended"),
  PREFIX_REVERSED(60, "the records of a batch are stored in the wrong order"),
  LATE_UPDATE_UNACKNOWLEDGED(60, "updates of carriers that have ended are not acknowledged"),
  UNREACHABLE_IS_ENDED(120, "a task on an agent that cannot be reached counts as ended"),
  DUPLICATE_COUNTED(600, "an update that comes twice counts for the next attempt too"),
  OFFER_HELD(20, "an offer is neither used nor given back"),
  FAILOVER_AT_ONCE(60, "an uncertain attempt is given up without waiting"),
  FRAMEWORK_FORGOTTEN(60, "the framework's id is not stored"),
  ORPHANS_LIVE(300, "tasks that nobody knows any more are not killed"),
  ACCEPT_SENT_AGAIN(60, "an ACCEPT is sent again when its session ended"),
  SUPPRESS_FORGOTTEN(20, "offers are not suppressed when nothing waits"),
  ITEM_BLOCK_LOST(20, "a changed block of items is not stored now and then"),
  LEDGER_AHEAD(60, "the ledger is stored although its run is not"),
  LEASE_FROM_ANSWER(300, "an executor counts its lease from the answer"),
  LEASE_BEFORE_SUBSCRIBED(120, "a new leader counts leases from before its own subscription"),
  LEASE_FIRST_ANSWER(800, "only the first answer about a lease is remembered"),
  LEASE_IS_FAILOVER_AFTER(120, "an exclusive item is waited for failoverAfter and not its lease"),
  RETIREMENT_UNSTORED(20, "an executor is told to end before its retirement is stored"),
  SHUTDOWN_LATE(60, "an executor is ended while a launch into it is intended"),
  DRAIN_IS_FAILURE(120, "an attempt that a draining agent killed counts as its job's failure"),
  NOT_TAKEN_COUNTED(120, "a launch that met an ending executor counts as a loss"),
  DEADLINE_FORGOTTEN(120, "after a restart nobody knows when a run's turn came"),
  CRASH_COUNTED_TWICE(120, "a run that lost its items counts twice towards quarantine"),
  DEFINITION_SWAPPED(60, "a new definition is laid over runs that are under way"),
  SKEW_IGNORED(60, "a host settles in spite of a clock that is far off"),
  OLDER_DEPLOYED(60, "an older deployment takes over while a host with the current one lives"),
  PLACED_UNCOUNTED(60, "placement rules count what runs, and not what was just placed"),
  RUNNING_UNCOUNTED(120, "placement rules count what was just placed, and not what runs"),
  RULES_OF_ANOTHER(300, "an item is placed by the rules of the item before it"),
  OPTIONS_FORGOTTEN(60, "an item is put into an executor whatever its job asks of it"),
  PAUSE_IS_PERIOD(60, "a pause after runs is counted from one instant to the next"),
  RATE_FROM_RESTART(60, "after a restart periods are counted from what was settled last"),
  REPEAT_FORGOTTEN(60, "instants beyond the repeat count are due"),
  DAY_NOT_EXCLUDED(60, "instants of excluded days are due"),
  PARAMETER_FORGOTTEN(
      60, "after a restart a run's items get nothing of what it was triggered with"),
  LISTENERS_UNSTORED(60, "a restart finds nothing of listeners that are being told"),
  END_UNTOLD(120, "after a restart listeners are not told of an end that was due to be told"),
  AGAIN_UNSAID(60, "listeners that are told again are not told so"),
  RETRIED_IN_NEWEST(60, "a retry runs the newest code and not that of its run"),
  DECISION_FORGOTTEN(60, "after a restart nobody knows what was decided about jobs at run time"),
  CHOICE_FORGOTTEN(60, "after a restart nobody knows that somebody went back to a version"),
  WARM_UP_UNSTORED(60, "an executor is begun ahead of a fire, and nothing is stored of it"),
  WISH_GOES_ON(60, "offers stay wanted when executors were begun ahead of a fire"),
  BEGUN_TWICE(60, "an executor is made ready twice"),
  WARM_UP_UNACKNOWLEDGED(60, "updates of what makes executors ready are not acknowledged");

  private final int seeds;
  private final String what;

  Planted(int seeds, String what) {
    this.seeds = seeds;
    this.what = what;
  }

  /** Within how many seeds it must be found. */
  int seeds() {
    return seeds;
  }

  /** The faults with which it is looked for. */
  SimOptions options(long seed) {
    return switch (this) {
      case LEASE_FROM_ANSWER,
          LEASE_BEFORE_SUBSCRIBED,
          LEASE_FIRST_ANSWER,
          LEASE_IS_FAILOVER_AFTER ->
          SimOptions.leases(seed);
      default -> SimOptions.harsh(seed);
    };
  }

  String what() {
    return what;
  }
}
