package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * The agent's flags in Mesos' own notation: resources {@code cpus:4;ports:[1-9];cpus(role):2},
 * attributes {@code rack:r1;level:10;span:[1-2,5-9]}, domain {@code region/zone}.
 */
final class AgentFlags {

  private static final Pattern RESOURCE =
      Pattern.compile("([^:()\\s]+)(?:\\(([^()\\s]+)\\))?:(.+)");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final double LARGEST = 1e9;

  private AgentFlags() {}

  /** IllegalArgumentException names what is wrong. */
  static Quantities resources(String flag) {
    Quantities sum = Quantities.NONE;
    for (String entry : entries(flag)) {
      Matcher matcher = RESOURCE.matcher(entry);
      if (!matcher.matches()) {
        throw wrong("resources", flag, "name:amount, name(role):amount or name:[a-b,c-d]");
      }
      String role =
          matcher.group(2) == null || matcher.group(2).equals("*") ? "" : matcher.group(2);
      ResourceKey key = new ResourceKey(matcher.group(1), role);
      String value = matcher.group(3).strip();
      sum = sum.plus(amount(key, value, flag));
    }
    return sum;
  }

  static List<Attribute> attributes(String flag) {
    List<Attribute> list = new ArrayList<>();
    for (String entry : entries(flag)) {
      int colon = entry.indexOf(':');
      if (colon < 1) {
        throw wrong("attributes", flag, "name:value;name:value");
      }
      list.add(attribute(entry.substring(0, colon).strip(), entry.substring(colon + 1).strip()));
    }
    return list;
  }

  static DomainInfo domain(String flag) {
    String[] parts = flag.split("/", -1);
    if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw wrong("domain", flag, "region/zone");
    }
    return DomainInfo.newBuilder()
        .setFaultDomain(
            DomainInfo.FaultDomain.newBuilder()
                .setRegion(DomainInfo.FaultDomain.RegionInfo.newBuilder().setName(parts[0].strip()))
                .setZone(DomainInfo.FaultDomain.ZoneInfo.newBuilder().setName(parts[1].strip())))
        .build();
  }

  /** A number is a SCALAR, {@code [1-2,5-9]} RANGES, {@code {a,b}} stays a TEXT, as any other. */
  static Attribute attribute(String name, String value) {
    Attribute.Builder attribute = Attribute.newBuilder().setName(name);
    if (NUMBER.matcher(value).matches()) {
      return attribute
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(Double.parseDouble(value)))
          .build();
    }
    if (value.startsWith("[") && value.endsWith("]")) {
      return attribute
          .setType(Value.Type.RANGES)
          .setRanges(ResourceMessages.ranges(ranges(value, "attributes: " + name)))
          .build();
    }
    return attribute
        .setType(Value.Type.TEXT)
        .setText(Value.Text.newBuilder().setValue(value))
        .build();
  }

  private static Quantities amount(ResourceKey key, String value, String flag) {
    if (value.startsWith("[")) {
      return Quantities.ranges(key, ranges(value, "resources"));
    }
    if (!NUMBER.matcher(value).matches()) {
      throw wrong("resources", flag, "a number or ranges for " + key.name());
    }
    double number = Double.parseDouble(value);
    if (!(number >= 0 && number <= LARGEST)) {
      throw wrong("resources", flag, "0.." + (long) LARGEST + " for " + key.name());
    }
    return Quantities.scalar(key, Math.round(number * 1_000));
  }

  private static Ranges ranges(String text, String flag) {
    List<Ranges.Span> spans = new ArrayList<>();
    for (String part : text.replaceAll("[\\[\\]\\s]", "").split(",", -1)) {
      String[] ends = part.split("-", -1);
      try {
        spans.add(new Ranges.Span(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(flag + ": " + text + " (expected: [1-2,5-9])", e);
      }
    }
    return Ranges.of(spans);
  }

  private static List<String> entries(String flag) {
    List<String> entries = new ArrayList<>();
    for (String entry : flag.split(";", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }

  private static IllegalArgumentException wrong(String what, String value, String rule) {
    return new IllegalArgumentException(what + ": " + value + " (expected: " + rule + ")");
  }
}
