package io.ejc.internal.core;

import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Demand;
import io.ejc.internal.match.Shape;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What waiting items need, for one look at the line: items of a run have their shape in common. */
final class Shapes {

  private final LaunchPlanner planner;
  private final List<String> roles;
  private final ClusterState state;
  private final boolean someLeave;
  private final Map<JobName, Duration> stays = new HashMap<>();
  private final Map<RunId, Shape> known = new HashMap<>();
  private final Codes codes;

  Shapes(
      LaunchPlanner planner,
      Codes codes,
      List<String> roles,
      ClusterState state,
      Collection<Offer> offers) {
    this.codes = codes;
    this.state = state;
    this.someLeave = offers.stream().anyMatch(offer -> offer.unavailability().isPresent());
    this.planner = planner;
    this.roles = roles;
  }

  Demand demand(ItemId item, Run run) {
    return new Demand(item, of(run, run.item(item.item())), avoided(run.item(item.item())));
  }

  Shape of(Run run, Item item) {
    Shape shape = known.computeIfAbsent(run.id(), id -> shape(run));
    String code =
        state
            .deployed()
            .map(current -> codes.of(state, run, item, current).id().value())
            .orElse("");
    return code.equals(shape.kind().code())
        ? shape
        : shape.of(new ExecutorKind(code, shape.kind().options()));
  }

  /** The role whose resources a job uses. */
  static String role(JobDefinition job, List<String> roles) {
    String named = job.placement().role();
    return named.isEmpty() ? roles.get(0) : named;
  }

  private Shape shape(Run run) {
    JobDefinition job = run.definition();
    Isolation isolation = job.requirements().isolation();
    boolean shared = isolation == Isolation.SHARED;
    boolean counts = job.placement().constraints().stream().anyMatch(Constraint::counts);
    return new Shape(
        role(job, roles),
        LaunchPlanner.taskResources(job),
        planner.executorResources(job),
        shared,
        shared ? job.requirements().perItem().memMb() : 0,
        stay(job),
        job.placement(),
        counts ? run.id().toString() : "",
        new ExecutorKind(
            Optional.ofNullable(run.course().code()).map(BundleId::value).orElse(""),
            job.requirements().executor()));
  }

  /** How long it is likely to be there, asked only where an agent is to be taken away. */
  private Duration stay(JobDefinition job) {
    return someLeave
        ? stays.computeIfAbsent(job.name(), name -> Maintenance.likely(state, job))
        : Duration.ZERO;
  }

  /** Where the item just failed or was lost it may fail again. */
  private static Optional<AgentId> avoided(Item item) {
    Attempt latest = item.latest();
    if (latest == null) {
      return Optional.empty();
    }
    return switch (latest.state()) {
      case FAILED, LOST, BUNDLE_ERROR -> Optional.of(latest.agent());
      default -> Optional.empty();
    };
  }
}
