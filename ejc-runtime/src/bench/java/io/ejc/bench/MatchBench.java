package io.ejc.bench;

import io.ejc.internal.match.Demand;
import io.ejc.internal.match.Match;
import io.ejc.internal.match.Matcher;
import io.ejc.internal.match.Shape;
import io.ejc.internal.match.Surroundings;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Attribute;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.ExecutorKind;
import io.ejc.internal.model.FaultDomain;
import io.ejc.internal.model.ItemId;
import io.ejc.internal.model.JobDefinition.Placement;
import io.ejc.internal.model.JobDefinition.Strategy;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one pass of matching costs: 10,000 waiting items against 1,000 offers, and half of each, so
 * that growth can be seen. Pure computation, on one thread.
 *
 * <p>{@code bench.n} is the number of measured passes of each kind, by default 200.
 */
public final class MatchBench {

  private static final int ITEMS = 10_000;
  private static final int OFFERS = 1_000;
  private static final int RUNS = 100;

  private MatchBench() {}

  public static void main(String[] args) {
    int passes = Math.max(5, Integer.getInteger("bench.n", 200) / 10);
    for (String rules :
        List.of(
            "", "hostname:MAX_PER:10", "@zone:GROUP_BY:10", "rack:LIKE:r[0-4].*", "rack:IS:x")) {
      for (int part : new int[] {2, 1}) {
        measure(rules, ITEMS / part, OFFERS / part, passes);
      }
    }
  }

  private static void measure(String rules, int items, int offers, int passes) {
    List<Demand> demands = demands(rules, items);
    List<Offer> offered = offers(offers);
    long[] nanos = new long[passes];
    int placed = 0;
    for (int pass = -passes; pass < passes; pass++) {
      long before = System.nanoTime();
      Match match = Matcher.match(demands, offered, new Nothing());
      if (pass >= 0) {
        nanos[pass] = System.nanoTime() - before;
      }
      placed = match.used().stream().mapToInt(share -> share.placements().size()).sum();
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "match: items=%d offers=%d rules=%s placed=%d median_ms=%.1f worst_ms=%.1f%n",
        items,
        offers,
        rules.isEmpty() ? "none" : rules,
        placed,
        nanos[passes / 2] / 1e6,
        nanos[passes - 1] / 1e6);
  }

  private static List<Demand> demands(String rules, int items) {
    List<Constraint> constraints = rules.isEmpty() ? List.of() : List.of(Constraint.parse(rules));
    List<Demand> demands = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      RunId run = RunId.manual(new JobName("job"), 1, "k" + i % RUNS);
      boolean counts = constraints.stream().anyMatch(Constraint::counts);
      demands.add(
          new Demand(
              new ItemId(run, i / RUNS),
              new Shape(
                  "*",
                  new Resources(100 + i % RUNS, 0, 0, 0),
                  new Resources(100, 768, 0, 0),
                  true,
                  16,
                  Duration.ZERO,
                  new Placement(constraints, Strategy.SPREAD, "", 0, 0, 0),
                  counts ? run.toString() : "",
                  ExecutorKind.PLAIN),
              Optional.empty()));
    }
    return demands;
  }

  private static List<Offer> offers(int count) {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      offers.add(
          new Offer(
              new OfferId("o" + i),
              new AgentId("a" + i),
              new AgentTraits(
                  "a" + i + ".example.com",
                  Map.of("rack", Attribute.text("r" + i % 50)),
                  Optional.of(new FaultDomain("north", "z" + i % 10))),
              Allocation.unreserved("*", new Resources(8_000 + i, 16_384, 1_000, 0)),
              Set.of(),
              Optional.empty()));
    }
    return offers;
  }

  /** Nothing runs yet. */
  private static final class Nothing implements Surroundings {
    @Override
    public Instant now() {
      return Instant.EPOCH.plus(Duration.ofDays(20_000));
    }

    @Override
    public Optional<Allocation> warm(Offer offer, ExecutorKind kind) {
      return Optional.empty();
    }

    @Override
    public long executorCpuMillis(Offer offer) {
      return 0;
    }

    @Override
    public long heapMb() {
      return 512;
    }

    @Override
    public long bookedMb(AgentId agent, Allocation executor, ExecutorKind kind) {
      return 0;
    }

    @Override
    public List<Map<String, String>> running(String group) {
      return List.of();
    }
  }
}
