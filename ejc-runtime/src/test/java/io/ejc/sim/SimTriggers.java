package io.ejc.sim;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.Bounds;
import io.ejc.internal.model.ExcludedDay;
import io.ejc.internal.model.Origin;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What makes jobs due beside cron, and what people hand over when they trigger one. */
final class SimTriggers {

  private SimTriggers() {}

  /** Drawn by dice of their own, so that they do not change what else is drawn. */
  static void choose(World world, Jobs job) {
    Dice dice = world.dice("triggers");
    Instant now = world.instant(world.time.now());
    if (dice.chance(0.4)) {
      job.trigger(trigger(dice, now));
    }
    if (dice.chance(0.3)) {
      job.bounds(bounds(dice, now));
    }
  }

  private static Trigger trigger(Dice dice, Instant now) {
    return switch ((int) dice.between(0, 5)) {
      case 0 -> new Trigger.At(now.plusMillis(dice.between(-20_000, 90_000)));
      case 1 -> new Trigger.After(Duration.ofMillis(dice.between(1_000, 90_000)));
      case 2, 3 -> new Trigger.Rate(Duration.ofMillis(dice.between(4_000, 50_000)));
      default -> new Trigger.Delay(Duration.ofMillis(dice.between(1_000, 30_000)));
    };
  }

  private static Bounds bounds(Dice dice, Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<ExcludedDay> excluded =
        dice.chance(0.4)
            ? List.of(
                ExcludedDay.parse(
                    dice.pick(
                        List.of(
                            day.toString(),
                            day.plusDays(1).toString(),
                            day.toString().substring(5),
                            day.minusDays(1).getDayOfWeek().name()))))
            : List.of();
    return new Bounds(
        dice.chance(0.4) ? now.plusMillis(dice.between(-30_000, 60_000)) : null,
        dice.chance(0.4) ? now.plusMillis(dice.between(60_000, 200_000)) : null,
        dice.chance(0.5) ? dice.between(1, 6) : 0,
        excluded);
  }

  /** Every other request hands something over. */
  static Optional<String> parameter(String key) {
    return key.hashCode() % 2 == 0 ? Optional.of("for " + key) : Optional.empty();
  }

  /** What the items of a run are to be given. */
  static String parameter(RunId run) {
    return run.origin() == Origin.MANUAL ? parameter(run.key()).orElse("") : "";
  }

  static void check(Run run, String given) {
    if (!given.equals(parameter(run.id()))) {
      throw new Violation("parameters", run.id() + " is given '" + given + "'");
    }
  }
}
