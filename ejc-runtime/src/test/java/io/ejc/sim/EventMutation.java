package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.TaskReport;
import io.ejc.internal.model.TaskState;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Bugs in how what arrives is read. */
final class EventMutation extends Mutation {

  private final Set<String> heard = new HashSet<>();

  EventMutation(World world, Consumer<Call.ToMaster> next) {
    super(world, next);
  }

  @Override
  Event.Deployed deployed(Event.Deployed event) {
    return new Event.Deployed(event.live().stream().map(this::misread).toList());
  }

  private Deployment misread(Deployment written) {
    List<JobDefinition> read = written.definitions().stream().map(this::misread).toList();
    return new Deployment(
        written.id(), written.bundle(), read, written.layerBases(), written.catalog());
  }

  private JobDefinition misread(JobDefinition written) {
    JobDefinition read = written;
    if (world.planted(Planted.DST_OVERLAP_SKIPPED)) {
      read = Jobs.like(written).dstOverlap(JobDefinition.DstOverlap.ONCE).build();
    } else if (world.planted(Planted.FAILOVER_AT_ONCE)) {
      read = Jobs.like(written).failoverAfter(Duration.ZERO).build();
    } else {
      read = misreadTrigger(written, written.schedule().bounds());
    }
    world.operators.misread(written, read);
    return read;
  }

  private JobDefinition misreadTrigger(JobDefinition written, Bounds bounds) {
    if (world.planted(Planted.PAUSE_IS_PERIOD)
        && written.schedule().trigger() instanceof Trigger.Delay delay) {
      return Jobs.like(written).every(delay.pause()).build();
    } else if (world.planted(Planted.REPEAT_FORGOTTEN)) {
      return Jobs.like(written)
          .bounds(new Bounds(bounds.start(), bounds.end(), 0, bounds.excluded()))
          .build();
    } else if (world.planted(Planted.DAY_NOT_EXCLUDED)) {
      return Jobs.like(written)
          .bounds(new Bounds(bounds.start(), bounds.end(), bounds.repeat(), List.of()))
          .build();
    }
    return written;
  }

  @Override
  List<Event> heard(Event event) {
    if (!(event instanceof Event.TaskReported reported)) {
      return List.of(event);
    }
    TaskReport report = reported.report();
    if (world.planted(Planted.ACKNOWLEDGE_BEFORE_STORE) && report.uuid().isPresent()) {
      pass(
          new Call.Acknowledge(
              report.agent().orElseThrow(), report.taskId(), report.uuid().orElseThrow()));
    } else if (world.planted(Planted.UNREACHABLE_IS_ENDED)
        && report.state() == TaskState.UNREACHABLE) {
      return List.of(with(reported, report.taskId(), TaskState.GONE, report.attempt()));
    } else if (world.planted(Planted.REFUSED_LAUNCH_COUNTED)
        && report.reason().equals("INVALID_OFFERS")) {
      return refusedAsFailed(reported);
    } else if (world.planted(Planted.DRAIN_IS_FAILURE)
        && report.reason().equals("AGENT_DRAINING")) {
      return refusedAsFailed(reported);
    } else if (world.planted(Planted.NOT_TAKEN_COUNTED)
        && report.state() == TaskState.DROPPED
        && !report.reason().equals("INVALID_OFFERS")) {
      return List.of(with(reported, report.taskId(), TaskState.GONE, report.attempt()));
    } else if (world.planted(Planted.DUPLICATE_COUNTED)
        && report.state() == TaskState.FAILED
        && !heard.add(report.uuid().orElse(""))) {
      return countedAgain(reported);
    }
    return List.of(event);
  }

  private List<Event> refusedAsFailed(Event.TaskReported reported) {
    SimTask task = world.tasks.get(reported.report().taskId());
    return List.of(
        with(
            reported,
            reported.report().taskId(),
            TaskState.FAILED,
            Optional.ofNullable(task)
                .map(
                    of ->
                        new AttemptReport(
                            of.launch.payload().attempt(),
                            AttemptReport.Kind.FAILED,
                            "Refused",
                            "",
                            0))));
  }

  private List<Event> countedAgain(Event.TaskReported reported) {
    SimTask task = world.tasks.get(reported.report().taskId());
    for (SimTask other : world.tasks.values()) {
      Carrier carrier = world.judge.stored().carrier(other.id);
      if (task != null
          && carrier != null
          && carrier.attempt().itemId().equals(task.launch.payload().attempt().itemId())) {
        return List.of(
            reported, with(reported, other.id, TaskState.FAILED, reported.report().attempt()));
      }
    }
    return List.of(reported);
  }

  private static Event with(
      Event.TaskReported reported, String task, TaskState state, Optional<AttemptReport> attempt) {
    TaskReport of = reported.report();
    return new Event.TaskReported(
        reported.session(),
        new TaskReport(
            task,
            state,
            of.reason(),
            of.fromExecutor(),
            of.message(),
            of.agent(),
            of.uuid(),
            attempt));
  }
}
