package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.WarmUpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Bugs in what is sent. */
final class CallMutation extends Mutation {

  private final Map<RunId, Long> tokens = new HashMap<>();
  private final Map<ItemId, CarrierId> dropped = new HashMap<>();
  private final Map<String, SimTask> ended = new HashMap<>();
  private final Set<String> acknowledgedEnds = new HashSet<>();
  private final List<Call.Accept> accepts = new ArrayList<>();
  private final Set<Call.Shutdown> late = new HashSet<>();
  private final Dice dice;
  private boolean begun;

  CallMutation(World world, Consumer<Call.ToMaster> next) {
    super(world, next);
    this.dice = world.dice("mutation");
  }

  @Override
  List<Event> heard(Event event) {
    if (event instanceof Event.TaskReported reported
        && reported.report().reason().equals("INVALID_OFFERS")) {
      SimTask task = world.tasks.get(reported.report().taskId());
      if (task != null && !task.warmsUp()) {
        dropped.put(task.launch.payload().attempt().itemId(), task.launch.carrier());
      }
    }
    if (event instanceof Event.TaskReported reported
        && reported.report().state() != TaskState.RUNNING
        && !reported.report().state().alive()) {
      SimTask task = world.tasks.get(reported.report().taskId());
      if (task != null && reported.report().uuid().isEmpty()) {
        ended.put(task.id, task);
      }
    }
    if (event instanceof Event.Subscribed && world.planted(Planted.ACCEPT_SENT_AGAIN)) {
      List<Call.Accept> again = List.copyOf(accepts);
      accepts.clear();
      again.forEach(this::pass);
    }
    return List.of(event);
  }

  @Override
  void send(Call.ToMaster call) {
    if (call instanceof Call.Accept accept) {
      accept(accept);
      accept.launches().forEach(this::endLate);
    } else if (call instanceof Call.Shutdown shutdown && world.planted(Planted.SHUTDOWN_LATE)) {
      late.add(shutdown);
    } else if (call instanceof Call.Acknowledge ack
        && world.planted(Planted.LATE_UPDATE_UNACKNOWLEDGED)) {
      boolean late = ended.containsKey(ack.taskId()) || !acknowledgedEnds.add(ack.uuid());
      if (!late) {
        pass(call);
      }
    } else if (!isForgotten(call)) {
      pass(call);
    }
  }

  private void endLate(TaskLaunch launch) {
    Call.Shutdown shutdown = new Call.Shutdown(launch.agent(), launch.executor().id());
    if (late.remove(shutdown)) {
      pass(shutdown);
    }
  }

  private boolean isForgotten(Call.ToMaster call) {
    if (call instanceof Call.Reconcile) {
      return world.planted(Planted.NO_RECONCILIATION);
    }
    if (call instanceof Call.Suppress) {
      boolean wish = begun;
      begun = false;
      return world.planted(Planted.SUPPRESS_FORGOTTEN)
          || (wish && world.planted(Planted.WISH_GOES_ON));
    }
    if (call instanceof Call.Acknowledge ack && world.planted(Planted.WARM_UP_UNACKNOWLEDGED)) {
      SimTask task = world.tasks.get(ack.taskId());
      return task != null && task.warmsUp();
    }
    if (call instanceof Call.Decline) {
      return world.planted(Planted.OFFER_HELD) && dice.chance(0.1);
    }
    return call instanceof Call.Kill kill
        && world.planted(Planted.ORPHANS_LIVE)
        && world.judge.stored().carrier(kill.taskId()) == null;
  }

  private void accept(Call.Accept accept) {
    begun |= accept.launches().stream().anyMatch(launch -> launch.id() instanceof WarmUpId);
    List<TaskLaunch> launches =
        new ArrayList<>(accept.launches().stream().map(this::mutated).toList());
    if (world.planted(Planted.BEGUN_TWICE)) {
      launches.addAll(accept.launches().stream().flatMap(CallMutation::again).toList());
    }
    Call.Accept mutated = new Call.Accept(accept.offers(), launches, accept.refuse());
    accepts.clear();
    accepts.add(mutated);
    pass(mutated);
  }

  private static Stream<TaskLaunch> again(TaskLaunch launch) {
    return launch.id() instanceof WarmUpId id
        ? Stream.of(
            new TaskLaunch(
                new WarmUpId(id.job(), id.number() + 1_000_000),
                launch.name(),
                launch.agent(),
                launch.executor(),
                Allocation.unreserved("*", Resources.NONE),
                launch.limits(),
                launch.killGrace(),
                launch.payload()))
        : Stream.empty();
  }

  private TaskLaunch mutated(TaskLaunch launch) {
    if (launch.id() instanceof WarmUpId) {
      return launch;
    }
    TaskPayload payload = launch.payload();
    CarrierId carrier = launch.carrier();
    long token = payload.fencingToken();
    if (world.planted(Planted.TOKEN_PER_RUN)) {
      token = tokens.merge(payload.attempt().run(), 1L, Long::sum);
    } else if (world.planted(Planted.TASK_ID_REUSED)) {
      carrier = dropped.getOrDefault(payload.attempt().itemId(), carrier);
    }
    return new TaskLaunch(
        carrier,
        launch.name(),
        launch.agent(),
        launch.executor(),
        launch.allocation(),
        launch.limits(),
        launch.killGrace(),
        new TaskPayload(
            payload.attempt(),
            payload.jobClass(),
            payload.shardingTotalCount(),
            payload.shardingParameter(),
            payload.jobParameter(),
            payload.scheduledInstant(),
            token,
            payload.killGrace(),
            payload.ports(),
            payload.lease(),
            payload.handling()));
  }
}
