package io.ejc.internal.localcluster;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of resources. Scalars are whole thousandths, as Mesos counts them, so that adding and
 * taking away never drifts and an agent is never oversold. Immutable; kinds with nothing are left
 * out.
 */
final class Quantities {

  static final Quantities NONE = new Quantities(new TreeMap<>(), new TreeMap<>());

  private static final long MIN_CPUS = 10;
  private static final long MIN_MEM = 32_000;

  private final Map<ResourceKey, Long> scalars;
  private final Map<ResourceKey, Ranges> ranges;

  private Quantities(Map<ResourceKey, Long> scalars, Map<ResourceKey, Ranges> ranges) {
    this.scalars = scalars;
    this.ranges = ranges;
  }

  static Quantities scalar(String name, long thousandths) {
    return scalar(ResourceKey.unreserved(name), thousandths);
  }

  static Quantities scalar(ResourceKey key, long thousandths) {
    TreeMap<ResourceKey, Long> scalars = new TreeMap<>();
    if (thousandths != 0) {
      scalars.put(key, thousandths);
    }
    return new Quantities(scalars, new TreeMap<>());
  }

  static Quantities ranges(String name, Ranges values) {
    return ranges(ResourceKey.unreserved(name), values);
  }

  static Quantities ranges(ResourceKey key, Ranges values) {
    TreeMap<ResourceKey, Ranges> ranges = new TreeMap<>();
    if (!values.isEmpty()) {
      ranges.put(key, values);
    }
    return new Quantities(new TreeMap<>(), ranges);
  }

  /** In the order in which they are shown. */
  Map<ResourceKey, Long> scalars() {
    return new TreeMap<>(scalars);
  }

  Map<ResourceKey, Ranges> ranges() {
    return new TreeMap<>(ranges);
  }

  boolean isEmpty() {
    return scalars.isEmpty() && ranges.isEmpty();
  }

  /** What is left of these when only some kinds count. */
  Quantities only(Predicate<ResourceKey> which) {
    TreeMap<ResourceKey, Long> someScalars = new TreeMap<>(scalars);
    someScalars.keySet().removeIf(which.negate());
    TreeMap<ResourceKey, Ranges> someRanges = new TreeMap<>(ranges);
    someRanges.keySet().removeIf(which.negate());
    return new Quantities(someScalars, someRanges);
  }

  /** These without ranges, which no share counts. */
  Quantities scalarsOnly() {
    return new Quantities(scalars, new TreeMap<>());
  }

  /** The thousandths of a scalar by its name, whomever they are reserved to. */
  long sum(String name) {
    long sum = 0;
    for (Map.Entry<ResourceKey, Long> e : scalars.entrySet()) {
      sum += e.getKey().name().equals(name) ? e.getValue() : 0;
    }
    return sum;
  }

  Quantities plus(Quantities other) {
    TreeMap<ResourceKey, Long> sum = new TreeMap<>(scalars);
    other.scalars.forEach((key, value) -> sum.merge(key, value, Math::addExact));
    TreeMap<ResourceKey, Ranges> union = new TreeMap<>(ranges);
    other.ranges.forEach((key, value) -> union.merge(key, value, Ranges::plus));
    return new Quantities(sum, union);
  }

  /** What is left; the other must be contained in this. */
  Quantities minus(Quantities other) {
    if (!contains(other)) {
      throw new IllegalStateException(other + " taken from " + this + ", which holds less");
    }
    TreeMap<ResourceKey, Long> rest = new TreeMap<>(scalars);
    other.scalars.forEach((key, value) -> rest.merge(key, -value, Math::addExact));
    rest.values().removeIf(value -> value == 0);
    TreeMap<ResourceKey, Ranges> left = new TreeMap<>(ranges);
    other.ranges.forEach((key, value) -> left.computeIfPresent(key, (k, r) -> r.minus(value)));
    left.values().removeIf(Ranges::isEmpty);
    return new Quantities(rest, left);
  }

  boolean contains(Quantities other) {
    return other.scalars.entrySet().stream()
            .allMatch(e -> scalars.getOrDefault(e.getKey(), 0L) >= e.getValue())
        && other.ranges.entrySet().stream()
            .allMatch(e -> ranges.getOrDefault(e.getKey(), Ranges.NONE).contains(e.getValue()));
  }

  /** Enough to be worth an offer, by Mesos' own minimum (0.01 cpus or 32 MB). */
  boolean worthOffering() {
    return sum("cpus") >= MIN_CPUS || sum("mem") >= MIN_MEM;
  }

  /** The largest part of any one resource of the total: what fair sharing compares. */
  double dominantShare(Quantities total) {
    double share = 0;
    for (ResourceKey key : scalars.keySet()) {
      long all = total.sum(key.name());
      if (all > 0) {
        share = Math.max(share, (double) sum(key.name()) / all);
      }
    }
    return share;
  }

  /** As Mesos prints allocated resources: {@code cpus(allocated: *):0.5; mem(allocated: *):32}. */
  String describe(String role) {
    StringJoiner text = new StringJoiner("; ");
    ranges.forEach((key, value) -> text.add(key.allocated(role) + ":" + value));
    scalars.forEach((key, value) -> text.add(key.allocated(role) + ":" + plain(value)));
    return text.toString();
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner("; ");
    ranges.forEach((key, value) -> text.add(key + ":" + value));
    scalars.forEach((key, value) -> text.add(key + ":" + plain(value)));
    return text.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quantities q && scalars.equals(q.scalars) && ranges.equals(q.ranges);
  }

  @Override
  public int hashCode() {
    return 31 * scalars.hashCode() + ranges.hashCode();
  }

  private static String plain(long thousandths) {
    return java.math.BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }
}
