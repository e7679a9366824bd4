package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.CarrierState;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.model.WarmUpId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Bugs in what a leader remembers of leases. */
final class LeaseMutation extends Mutation {

  private final Set<CarrierId> answered = new HashSet<>();
  private boolean subscribed;

  LeaseMutation(World world, Consumer<Call.ToMaster> next) {
    super(world, next);
  }

  @Override
  Event.Deployed deployed(Event.Deployed event) {
    if (!world.planted(Planted.LEASE_IS_FAILOVER_AFTER)) {
      return event;
    }
    return new Event.Deployed(event.live().stream().map(this::misread).toList());
  }

  private Deployment misread(Deployment written) {
    List<JobDefinition> read = written.definitions().stream().map(this::misread).toList();
    return new Deployment(
        written.id(), written.bundle(), read, written.layerBases(), written.catalog());
  }

  private JobDefinition misread(JobDefinition written) {
    if (!written.failover().exclusive()) {
      return written;
    }
    JobDefinition read = Jobs.like(written).exclusive(Duration.ZERO).build();
    world.operators.misread(written, read);
    return read;
  }

  @Override
  List<Event> heard(Event event) {
    if (event instanceof Event.LeaseAsked asked) {
      boolean forgets =
          world.planted(Planted.LEASE_IS_FAILOVER_AFTER)
              || (world.planted(Planted.LEASE_FIRST_ANSWER) && !answered.add(asked.carrier()));
      if (forgets) {
        answer(asked);
        return List.of();
      }
    }
    if (event instanceof Event.Subscribed
        && world.planted(Planted.LEASE_BEFORE_SUBSCRIBED)
        && !subscribed) {
      subscribed = true;
      return List.of(event, new Event.ClockStepped(Duration.ofMinutes(-2)));
    }
    return List.of(event);
  }

  private void answer(Event.LeaseAsked asked) {
    Carrier carrier = world.judge.stored().carrier(asked.carrier().toString());
    if (carrier != null && carrier.state() != CarrierState.UNCERTAIN) {
      pass(new Call.GrantLease(asked.agent(), asked.executor(), asked.carrier(), asked.nonce()));
    }
  }

  @Override
  void send(Call.ToMaster call) {
    if (call instanceof Call.Accept accept && world.planted(Planted.LEASE_IS_FAILOVER_AFTER)) {
      List<TaskLaunch> launches = accept.launches().stream().map(this::withLease).toList();
      pass(new Call.Accept(accept.offers(), launches, accept.refuse()));
    } else {
      pass(call);
    }
  }

  private TaskLaunch withLease(TaskLaunch launch) {
    if (launch.id() instanceof WarmUpId) {
      return launch;
    }
    TaskPayload payload = launch.payload();
    Run run = Objects.requireNonNull(world.judge.stored().run(payload.attempt().run()));
    return new TaskLaunch(
        launch.carrier(),
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
            payload.fencingToken(),
            payload.killGrace(),
            world.operators.meant(run.definition()).failover().lease()));
  }
}
