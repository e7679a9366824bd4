package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.AgentSlot.ExecutorKey;
import io.ejc.internal.localcluster.OfferBook.OpenOffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.apache.mesos.v1.scheduler.Protos.OfferConstraints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frameworks subscribe, fail over, lose their stream, and are removed. */
final class Frameworks {

  private static final Logger log = LoggerFactory.getLogger(Frameworks.class);

  private final MasterState state;
  private final Allocator allocator;
  private final Loop loop;
  private final Duration heartbeat;
  private final MasterInfo master;
  private final InstantSource clock;

  Frameworks(
      MasterState state,
      Allocator allocator,
      Loop loop,
      Duration heartbeat,
      MasterInfo master,
      InstantSource clock) {
    this.clock = clock;
    this.state = state;
    this.allocator = allocator;
    this.loop = loop;
    this.heartbeat = heartbeat;
    this.master = master;
  }

  void subscribe(Call call, EventStream stream, String streamId) {
    FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
    List<String> suppressed = call.getSubscribe().getSuppressedRolesList();
    OfferConstraints wanted = call.getSubscribe().getOfferConstraints();
    String problem = FrameworkCheck.problem(info, suppressed);
    if (problem == null) {
      problem = OfferRules.problem(wanted, Capabilities.roles(info));
    }
    String id = info.getId().getValue();
    if (problem == null && state.removedFrameworks().contains(id)) {
      problem = "Framework has been removed";
    }
    if (problem != null) {
      log.debug("framework {} is refused: {}", info.getName(), problem);
      stream.send(error(problem));
      stream.end();
      return;
    }
    if (id.isEmpty()) {
      id = state.nextFrameworkId();
      info = info.toBuilder().setId(FrameworkID.newBuilder().setValue(id)).build();
    }
    FrameworkInfo full = info;
    FrameworkSession framework =
        state
            .frameworks()
            .computeIfAbsent(id, unknown -> new FrameworkSession(full, clock.instant()));
    EventStream old = framework.stream();
    recoverOffers(framework);
    framework.subscribe(full, stream, streamId, clock.instant());
    if (!suppressed.isEmpty()) {
      framework.suppress(suppressed);
    }
    framework.constrain(OfferRules.of(wanted));
    framework.send(subscribed(framework));
    framework.send(beat());
    framework.beatBy(loop.every(heartbeat, () -> framework.send(beat())));
    state.agents().values().forEach(agent -> agent.link().frameworkSubscribed(full));
    log.debug("framework {} ({}) subscribed", id, full.getName());
    if (old == null) {
      allocator.allocate();
    } else {
      // What the old instance was offered comes back at the next tick, without RESCIND.
      old.send(error("Framework failed over"));
      old.end();
    }
  }

  /** A write to the stream failed: the framework has its failover timeout to come back. */
  void streamBroken(EventStream stream) {
    for (FrameworkSession framework : List.copyOf(state.frameworks().values())) {
      if (framework.stream() == stream) {
        framework.disconnect();
        recoverOffers(framework);
        Duration timeout = seconds(framework.info().getFailoverTimeout());
        log.debug("framework {} lost its stream; removed in {}", framework.id(), timeout);
        framework.removedBy(loop.after(timeout, () -> remove(framework)));
      }
    }
  }

  /** TEARDOWN, or the failover timeout is over: its executors are told to go. */
  void remove(FrameworkSession framework) {
    recoverOffers(framework);
    framework.stopTimers();
    for (TaskRecord task : List.copyOf(framework.tasks().values())) {
      state.release(framework, task);
      framework.history().completed(task);
    }
    framework.tasks().clear();
    for (AgentSlot agent : state.agents().values()) {
      for (ExecutorKey key : agent.executorKeys()) {
        if (key.frameworkId().equals(framework.id())) {
          state.removeExecutor(agent, key);
        }
      }
      agent.link().shutdownFramework(framework.id());
    }
    EventStream stream = framework.stream();
    state.complete(framework);
    framework.removed(clock.instant());
    if (stream != null) {
      stream.end();
    }
    log.debug("framework {} removed", framework.id());
  }

  @Nullable FrameworkSession find(FrameworkID id) {
    FrameworkSession framework = state.frameworks().get(id.getValue());
    return framework != null && framework.everSubscribed() ? framework : null;
  }

  /**
   * UPDATE_FRAMEWORK: another description. What it may not change is refused.
   *
   * @return 200 if it is done
   */
  Answer update(FrameworkSession framework, Call.UpdateFramework call) {
    FrameworkInfo info = call.getFrameworkInfo();
    List<String> suppressed = call.getSuppressedRolesList();
    String problem = FrameworkCheck.problem(info, suppressed);
    if (problem != null) {
      return Answer.badRequest("'UpdateFramework.framework_info' is not valid: " + problem);
    }
    OfferConstraints wanted = call.getOfferConstraints();
    String unclear = OfferRules.problem(wanted, Capabilities.roles(info));
    if (unclear != null) {
      return Answer.badRequest("'UpdateFramework' call is not valid: " + unclear);
    }
    String change = FrameworkCheck.changeProblem(framework.info(), info);
    if (change != null) {
      return Answer.badRequest("FrameworkInfo update is not valid: " + change);
    }
    framework.update(info, suppressed);
    framework.constrain(OfferRules.of(wanted));
    for (OpenOffer offer : state.offers().matching(o -> o.frameworkId().equals(framework.id()))) {
      if (!framework.roles().contains(offer.role())) {
        state.rescind(offer);
      }
    }
    state.agents().values().forEach(agent -> agent.link().frameworkUpdated(info));
    return Answer.OK;
  }

  private void recoverOffers(FrameworkSession framework) {
    for (OpenOffer offer : state.offers().matching(o -> o.frameworkId().equals(framework.id()))) {
      state.recover(offer);
    }
    state
        .offers()
        .inverseMatching(o -> o.frameworkId().equals(framework.id()))
        .forEach(state.offers()::remove);
  }

  private Event subscribed(FrameworkSession framework) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setFrameworkId(framework.frameworkId())
                .setHeartbeatIntervalSeconds(heartbeat.toNanos() / 1e9)
                .setMasterInfo(master))
        .build();
  }

  private static Event beat() {
    return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  }

  private static Event error(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message))
        .build();
  }

  private static Duration seconds(double seconds) {
    double bounded =
        seconds >= 0 ? Math.min(seconds, (double) Duration.ofDays(365).toSeconds()) : 0;
    return Duration.ofNanos((long) (bounded * 1e9));
  }
}
