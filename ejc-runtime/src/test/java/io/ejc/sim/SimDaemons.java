package io.ejc.sim;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.Firings;
import io.ejc.internal.model.Item;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.ItemState;
import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jobs whose items stay on agents and fire there, and whether they do. */
final class SimDaemons {

  private final World world;
  private final Map<ItemId, Long> fired = new HashMap<>();

  SimDaemons(World world) {
    this.world = world;
  }

  /** Makes some jobs such jobs. */
  static void choose(World world, Jobs job) {
    if (job.build().failover().enabled() && world.dice("daemons").chance(0.15)) {
      job.daemon()
          .cron("0/10 * * * * ?")
          .bounds(Bounds.NONE)
          .overlap(Overlap.SKIP)
          .retries(0)
          .timeout(Duration.ZERO)
          .runTimeout(Duration.ZERO)
          .queueTimeout(Duration.ZERO)
          .concurrentRuns(1)
          .limits(0, 0);
    }
  }

  static boolean stays(SimTask task) {
    return task.launch.payload().residence().isPresent();
  }

  /** User code of such an item began: it goes on until it is ended, and tells now and then. */
  void began(SimTask task, SimAgent agent) {
    ItemId item = task.launch.payload().attempt().itemId();
    for (SimTask other : world.tasks.values()) {
      AttemptId attempt = other.launch.payload().attempt();
      boolean beside =
          other != task
              && stays(other)
              && other.runs()
              && attempt.item() == item.item()
              && attempt.run().job().equals(item.run().job())
              && !other.mayOverlap()
              && !task.mayOverlap();
      if (beside) {
        throw new Violation("daemons", task + " (expected: not beside " + other + ")");
      }
    }
    fire(task, agent);
  }

  private void fire(SimTask task, SimAgent agent) {
    world.time.in(
        world.dice("firings").between(500, 20_000),
        () -> {
          if (task.runs() && !task.killed && !task.ended()) {
            ItemId item = task.launch.payload().attempt().itemId();
            Instant due = world.instant(world.time.now());
            fired.merge(item, 1L, Long::sum);
            agent.fired(task, Firings.NONE.succeeded(due));
            fire(task, agent);
          }
        });
  }

  /** Nothing is counted that did not fire, and with nothing lost all that did. */
  void stored(ItemId id, @Nullable Item before, Item after) {
    long counted = after.firings().succeeded();
    require(before == null || counted >= before.firings().succeeded(), id, "counts rise");
    require(counted <= fired.getOrDefault(id, 0L), id, "no firing is counted twice: " + counted);
    boolean heardAll =
        world.tasks.values().stream()
            .filter(task -> task.launch.payload().attempt().itemId().equals(id))
            .allMatch(SimDaemons::wasHeard);
    if (after.state().ended() && heardAll) {
      require(counted == fired.getOrDefault(id, 0L), id, "every firing is counted: " + counted);
    }
  }

  private static boolean wasHeard(SimTask task) {
    return !task.is(SimTask.Mark.LOSS)
        && !task.is(SimTask.Mark.REMOVED)
        && !task.is(SimTask.Mark.GIVEN_UP);
  }

  /** Who should be on an agent and is not, though there is room; empty when all are there. */
  String absent(Stored stored) {
    for (Job job : stored.jobs()) {
      boolean wanted =
          job.registered()
              && job.definition().resident()
              && job.heldBackBecause().isEmpty()
              && !stored.paused();
      if (wanted && stored.runs().stream().noneMatch(run -> isThere(job, run))) {
        return "no run of " + job.name() + " is under way as it is defined";
      }
    }
    return "";
  }

  private boolean isThere(Job job, Run run) {
    return run.id().job().equals(job.name())
        && !run.state().ended()
        && run.definition().equals(job.definition())
        && run.items().stream().allMatch(item -> isThere(run, item));
  }

  private boolean isThere(Run run, Item item) {
    return item.state() == ItemState.WAITING
        || world.history.of(new ItemId(run.id(), item.number())).stream()
            .anyMatch(entry -> Objects.requireNonNull(world.tasks.get(entry.task)).runs());
  }

  private static void require(boolean truth, Object of, String rule) {
    if (!truth) {
      throw new Violation("daemons", of + " (expected: " + rule + ")");
    }
  }
}
