package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.util.List;
import java.util.function.Consumer;

/** What stands between an engine and its ports: nothing, unless a bug is planted there. */
class Mutation {

  final World world;
  private final Consumer<Call.ToMaster> next;

  Mutation(World world, Consumer<Call.ToMaster> next) {
    this.world = world;
    this.next = next;
  }

  static Mutation of(World world, Consumer<Call.ToMaster> next) {
    return world
        .options
        .planted()
        .map(bug -> plant(bug, world, next))
        .orElseGet(() -> new Mutation(world, next));
  }

  private static Mutation plant(Planted bug, World world, Consumer<Call.ToMaster> next) {
    return switch (bug) {
      case SEND_BEFORE_STORE,
          PREFIX_REVERSED,
          FRAMEWORK_FORGOTTEN,
          ITEM_BLOCK_LOST,
          LEDGER_AHEAD,
          RETIREMENT_UNSTORED,
          DEADLINE_FORGOTTEN,
          CRASH_COUNTED_TWICE,
          RATE_FROM_RESTART,
          PARAMETER_FORGOTTEN,
          LISTENERS_UNSTORED,
          END_UNTOLD,
          DECISION_FORGOTTEN,
          CHOICE_FORGOTTEN,
          WARM_UP_UNSTORED,
          DEFINITION_SWAPPED ->
          new StoreMutation(world, next);
      case ACKNOWLEDGE_BEFORE_STORE,
          UNREACHABLE_IS_ENDED,
          REFUSED_LAUNCH_COUNTED,
          DUPLICATE_COUNTED,
          DRAIN_IS_FAILURE,
          NOT_TAKEN_COUNTED,
          DST_OVERLAP_SKIPPED,
          PAUSE_IS_PERIOD,
          REPEAT_FORGOTTEN,
          DAY_NOT_EXCLUDED,
          FAILOVER_AT_ONCE ->
          new EventMutation(world, next);
      case NO_RECONCILIATION,
          TASK_ID_REUSED,
          TOKEN_PER_RUN,
          LATE_UPDATE_UNACKNOWLEDGED,
          OFFER_HELD,
          ORPHANS_LIVE,
          ACCEPT_SENT_AGAIN,
          SHUTDOWN_LATE,
          BEGUN_TWICE,
          WISH_GOES_ON,
          WARM_UP_UNACKNOWLEDGED,
          SUPPRESS_FORGOTTEN ->
          new CallMutation(world, next);
      case LEASE_BEFORE_SUBSCRIBED, LEASE_FIRST_ANSWER, LEASE_IS_FAILOVER_AFTER ->
          new LeaseMutation(world, next);
      default -> // planted elsewhere: in the store, the network, the executors or the placing
          new Mutation(world, next);
    };
  }

  /** The store as the engine sees it. */
  RunStore over(RunStore store) {
    return store;
  }

  /** The deployment as the engine hears of it. */
  Event.Deployed deployed(Event.Deployed event) {
    return event;
  }

  /** What the engine hears of an event. */
  List<Event> heard(Event event) {
    return List.of(event);
  }

  /** The engine sends a call. */
  void send(Call.ToMaster call) {
    pass(call);
  }

  final void pass(Call.ToMaster call) {
    next.accept(call);
  }

  /** The engine's turn is over. */
  void turned() throws StoreException {
    // a mutation of the store has work here
  }
}
