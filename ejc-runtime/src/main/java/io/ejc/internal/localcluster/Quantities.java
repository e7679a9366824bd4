package io.ejc.internal.localcluster;

import java.util.Comparator;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of resources. Scalars are whole thousandths, as Mesos counts them, so that adding and
 * taking away never drifts and an agent is never oversold. Immutable; names with nothing are left
 * out.
 */
final class Quantities {

  static final Quantities NONE = new Quantities(new TreeMap<>(), new TreeMap<>());

  private static final long MIN_CPUS = 10;
  private static final long MIN_MEM = 32_000;
  private static final Comparator<String> ORDER =
      Comparator.comparingInt(Quantities::rank).thenComparing(Comparator.naturalOrder());

  private final Map<String, Long> scalars;
  private final Map<String, Ranges> ranges;

  private Quantities(Map<String, Long> scalars, Map<String, Ranges> ranges) {
    this.scalars = scalars;
    this.ranges = ranges;
  }

  static Quantities scalar(String name, long thousandths) {
    TreeMap<String, Long> scalars = new TreeMap<>();
    if (thousandths != 0) {
      scalars.put(name, thousandths);
    }
    return new Quantities(scalars, new TreeMap<>());
  }

  static Quantities ranges(String name, Ranges values) {
    TreeMap<String, Ranges> ranges = new TreeMap<>();
    if (!values.isEmpty()) {
      ranges.put(name, values);
    }
    return new Quantities(new TreeMap<>(), ranges);
  }

  /** In the order in which they are shown: ports, cpus, mem, disk, the rest by name. */
  Map<String, Long> scalars() {
    TreeMap<String, Long> ordered = new TreeMap<>(ORDER);
    ordered.putAll(scalars);
    return ordered;
  }

  Map<String, Ranges> ranges() {
    return Map.copyOf(ranges);
  }

  boolean isEmpty() {
    return scalars.isEmpty() && ranges.isEmpty();
  }

  Quantities plus(Quantities other) {
    TreeMap<String, Long> sum = new TreeMap<>(scalars);
    other.scalars.forEach((name, value) -> sum.merge(name, value, Math::addExact));
    TreeMap<String, Ranges> union = new TreeMap<>(ranges);
    other.ranges.forEach((name, value) -> union.merge(name, value, Ranges::plus));
    return new Quantities(sum, union);
  }

  /** What is left; the other must be contained in this. */
  Quantities minus(Quantities other) {
    if (!contains(other)) {
      throw new IllegalStateException(other + " taken from " + this + ", which holds less");
    }
    TreeMap<String, Long> rest = new TreeMap<>(scalars);
    other.scalars.forEach((name, value) -> rest.merge(name, -value, Math::addExact));
    rest.values().removeIf(value -> value == 0);
    TreeMap<String, Ranges> left = new TreeMap<>(ranges);
    other.ranges.forEach((name, value) -> left.computeIfPresent(name, (n, r) -> r.minus(value)));
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
    return scalars.getOrDefault("cpus", 0L) >= MIN_CPUS
        || scalars.getOrDefault("mem", 0L) >= MIN_MEM;
  }

  /** The largest part of any one resource of the total: what fair sharing compares. */
  double dominantShare(Quantities total) {
    double share = 0;
    for (Map.Entry<String, Long> e : scalars.entrySet()) {
      long all = total.scalars.getOrDefault(e.getKey(), 0L);
      if (all > 0) {
        share = Math.max(share, (double) e.getValue() / all);
      }
    }
    return share;
  }

  /** As Mesos prints allocated resources: {@code cpus(allocated: *):0.5; mem(allocated: *):32}. */
  String describe(String role) {
    StringJoiner text = new StringJoiner("; ");
    ranges.forEach((name, value) -> text.add(name + "(allocated: " + role + "):" + value));
    scalars()
        .forEach((name, value) -> text.add(name + "(allocated: " + role + "):" + plain(value)));
    return text.toString();
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner("; ");
    ranges.forEach((name, value) -> text.add(name + ":" + value));
    scalars().forEach((name, value) -> text.add(name + ":" + plain(value)));
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

  private static int rank(String name) {
    return switch (name) {
      case "ports" -> 0;
      case "cpus" -> 1;
      case "mem" -> 2;
      case "disk" -> 3;
      default -> 4;
    };
  }
}
