package io.ejc.sim;

import static io.ejc.internal.model.ExecutorOptions.NONE;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.match.Demand;
import io.ejc.internal.match.Matcher;
import io.ejc.internal.match.Placer;
import io.ejc.internal.match.Shape;
import io.ejc.internal.match.Surroundings;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Attempt;
import io.ejc.internal.model.Attribute;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.FaultDomain;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.TaskLaunch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Zones and racks, jobs that care about them, and whether they get what they ask for. */
final class SimPlaces {

  private static final List<List<String>> RULES =
      List.of(
          List.of("hostname:UNIQUE"),
          List.of("@zone:GROUP_BY"),
          List.of("@zone:MAX_PER:1"),
          List.of("hostname:MAX_PER:2", "old:UNLIKE:y.*"),
          List.of("rack:CLUSTER"),
          List.of("old:UNLIKE:yes"));

  private SimPlaces() {}

  /** Some agents are old, but never all that live. */
  static AgentTraits traits(World world, AgentId id) {
    Dice dice = world.dice("places");
    boolean another =
        world.agents.stream()
            .anyMatch(agent -> !agent.dead && !agent.traits.attributes().containsKey("old"));
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put("rack", Attribute.text("r" + dice.between(1, 3)));
    if (another && dice.chance(0.3)) {
      attributes.put("old", Attribute.text("yes"));
    }
    return new AgentTraits(
        id + ".example.com",
        attributes,
        Optional.of(new FaultDomain("north", "z" + dice.between(1, 2))));
  }

  static void constrain(World world, Jobs job) {
    Dice dice = world.dice("rules");
    if (dice.chance(0.35) && job.build().sharding().totalCount() <= 4) {
      job.constraints(dice.pick(RULES).toArray(String[]::new));
    }
  }

  /** An item's executor is what its job asks for. */
  static void checkExecutor(Run run, TaskLaunch launch) {
    for (String option : run.definition().requirements().executor().jvmOptions()) {
      if (!launch.executor().command().contains("'" + option + "'")) {
        throw new Violation("executor", launch + " (expected: a JVM with " + option + ")");
      }
    }
  }

  /** No placement violates its job's rules, by what the agents are and what the store knows. */
  static void check(World world, Stored stored, Run run, TaskLaunch launch) {
    for (Constraint rule : run.definition().placement().constraints()) {
      String mine = value(world, launch.agent(), rule.field());
      Map<String, Integer> counts = new HashMap<>();
      Set<String> earlier = new HashSet<>();
      for (Carrier carrier : stored.carriersOf(run.id())) {
        String where = value(world, carrier.agent(), rule.field());
        counts.merge(where, 1, Integer::sum);
        if (!together(stored, carrier, launch)) {
          earlier.add(where);
        }
      }
      int here = counts.getOrDefault(mine, 0);
      // a group that this turn began may have begun after this placement
      int least =
          counts.entrySet().stream()
              .filter(group -> earlier.isEmpty() || earlier.contains(group.getKey()))
              .mapToInt(Map.Entry::getValue)
              .min()
              .orElse(0);
      boolean holds =
          switch (rule.operator()) {
            case UNIQUE -> here == 1;
            case MAX_PER -> here <= Integer.parseInt(rule.value());
            case CLUSTER -> counts.size() == 1;
            case GROUP_BY -> here - 1 <= least;
            case UNLIKE -> !mine.equals("yes");
            case LIKE, IS -> false;
          };
      if (!holds) {
        throw new Violation(
            "placement", launch + " (expected: " + rule + ", found " + counts + ")");
      }
    }
  }

  private static boolean together(Stored stored, Carrier carrier, TaskLaunch launch) {
    Attempt one = stored.attempt(carrier.attempt());
    Attempt other = stored.attempt(launch.payload().attempt());
    return one != null && other != null && one.intendedAt().equals(other.intendedAt());
  }

  private static String value(World world, AgentId id, String field) {
    AgentTraits traits =
        world.agents.stream().filter(agent -> agent.id.equals(id)).findFirst().orElseThrow().traits;
    return switch (field) {
      case "hostname" -> traits.hostname();
      case "@zone" -> traits.domain().orElseThrow().zone();
      default ->
          Optional.ofNullable(traits.attributes().get(field)).map(Attribute::text).orElse("");
    };
  }

  /** The product's, or one with a planted bug. */
  static Placer placer(World world) {
    if (world.planted(Planted.PLACED_UNCOUNTED)) {
      return (demands, offers, around) ->
          Matcher.match(apart(demands), offers, new Seen(around, true));
    }
    if (world.planted(Planted.RUNNING_UNCOUNTED)) {
      return (demands, offers, around) -> Matcher.match(demands, offers, new Seen(around, false));
    }
    if (world.planted(Planted.RULES_OF_ANOTHER)) {
      return (demands, offers, around) -> Matcher.match(shifted(demands), offers, around);
    }
    if (world.planted(Planted.OPTIONS_FORGOTTEN)) {
      return (demands, offers, around) -> Matcher.match(plain(demands), offers, around);
    }
    return Matcher::match;
  }

  /** Whatever a job asks of its executor. */
  private static List<Demand> plain(List<Demand> demands) {
    return demands.stream()
        .map(
            demand ->
                new Demand(
                    demand.item(),
                    demand.shape().of(new ExecutorKind(demand.shape().kind().code(), NONE)),
                    demand.avoided()))
        .toList();
  }

  /** Each item counts for itself. */
  private static List<Demand> apart(List<Demand> demands) {
    return demands.stream()
        .map(
            demand -> {
              Shape shape = demand.shape();
              return shape.group().isEmpty()
                  ? demand
                  : new Demand(
                      demand.item(),
                      shape.in(shape.group() + "#" + demand.item().item()),
                      demand.avoided());
            })
        .toList();
  }

  private static List<Demand> shifted(List<Demand> demands) {
    List<Demand> shifted = new ArrayList<>();
    Demand before = null;
    for (Demand demand : demands) {
      Shape mine = demand.shape();
      Shape rules = before == null ? mine : before.shape();
      shifted.add(
          new Demand(
              demand.item(),
              new Shape(
                  mine.role(),
                  mine.task(),
                  mine.executor(),
                  mine.shared(),
                  mine.heapMb(),
                  mine.stay(),
                  rules.placement(),
                  rules.group(),
                  mine.kind()),
              demand.avoided()));
      before = demand;
    }
    return shifted;
  }

  /** What runs, as a bug sees it. */
  private record Seen(Surroundings real, boolean running) implements Surroundings {
    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public Optional<Allocation> warm(Offer offer, ExecutorKind kind) {
      return real.warm(offer, kind);
    }

    @Override
    public long executorCpuMillis(Offer offer) {
      return real.executorCpuMillis(offer);
    }

    @Override
    public long heapMb() {
      return real.heapMb();
    }

    @Override
    public long bookedMb(AgentId agent, Allocation executor, ExecutorKind kind) {
      return real.bookedMb(agent, executor, kind);
    }

    @Override
    public List<Map<String, String>> running(String group) {
      return running ? real.running(group.split("#", 2)[0]) : List.of();
    }
  }
}
