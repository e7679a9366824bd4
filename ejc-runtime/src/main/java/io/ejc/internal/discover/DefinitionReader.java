package io.ejc.internal.discover;

import io.ejc.internal.model.DurationText;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.ShellCommand;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one annotation into a definition and checks the rule of each attribute. */
final class DefinitionReader {

  private static final int ITEMS_MAX = 10_000;
  private static final int RETRIES_MAX = 100;
  private static final int PRIORITY_MAX = 1_000;
  private static final int GPUS_MAX = 1_000;
  private static final int RUNS_MAX = 100;
  private static final Duration LEASE_MIN = Duration.ofSeconds(10);
  private static final Duration LEASE_MAX = Duration.ofDays(1);
  private static final double CPUS_MIN = 0.001;
  private static final double CPUS_MAX = 1_000_000;

  /** What this version does not carry out, with the default that stays. */
  private static final Map<String, String> NOT_CARRIED_OUT =
      new TreeMap<>(Map.ofEntries(Map.entry("dependsOn", ""), Map.entry("arm", "")));

  private final Attributes attributes;
  private final ScanSettings settings;
  private final Handling handling;
  private final @Nullable ShellCommand command;

  DefinitionReader(
      Attributes attributes,
      ScanSettings settings,
      Handling handling,
      Optional<ShellCommand> command) {
    this.attributes = attributes;
    this.settings = settings;
    this.handling = handling;
    this.command = command.orElse(null);
  }

  /** The definition; empty when the attributes have problems, which are then in their list. */
  Optional<JobDefinition> read(String jobClass) {
    Optional<JobName> name = attributes.text("name", Optional.empty(), DefinitionReader::name);
    String description = attributes.text("description");
    JobDefinition.Schedule schedule = schedule();
    JobDefinition.Sharding sharding = sharding();
    JobDefinition.Requirements requirements = requirements();
    JobDefinition.Failover failover = failover(requirements.isolation());
    JobDefinition.Retry retry = retry();
    Overlap overlap = attributes.choice("overlap", Overlap.class);
    Duration timeout = limit("timeout");
    JobDefinition.Limits limits = limits();
    JobDefinition.Placement placement =
        new PlacementReader(attributes, settings).read(requirements);
    Duration killGrace = duration("killGrace");
    boolean enabled = !attributes.flag("disabled");
    NOT_CARRIED_OUT.forEach(attributes::onlyDefault);
    if (handling.resident()) {
      DaemonRules.check(attributes, handling, command != null);
    }
    if (command != null) {
      ShellReader.refuseHandling(attributes, handling);
    }
    return name.filter(valid -> attributes.problems().isEmpty())
        .map(
            valid ->
                new JobDefinition(
                    valid,
                    jobClass,
                    description,
                    schedule,
                    sharding,
                    requirements,
                    failover,
                    retry,
                    overlap,
                    timeout,
                    limits,
                    placement,
                    killGrace,
                    enabled,
                    handling,
                    command));
  }

  private static Optional<JobName> name(String text) throws MalformedValue {
    if (!JobName.isValid(text)) {
      throw new MalformedValue(text, JobName.RULE);
    }
    return Optional.of(new JobName(text));
  }

  private JobDefinition.Schedule schedule() {
    ZoneId zone = attributes.text("timeZone", settings.defaultZone(), this::zone);
    TriggerReader triggers = new TriggerReader(attributes, zone);
    return triggers.checked(
        new JobDefinition.Schedule(
            triggers.trigger(),
            zone,
            attributes.choice("misfire", Misfire.class),
            duration("misfireWindow"),
            attributes.choice("dstGap", DstGap.class),
            attributes.choice("dstOverlap", DstOverlap.class),
            triggers.bounds()));
  }

  private ZoneId zone(String text) throws MalformedValue {
    if (text.isBlank()) {
      return settings.defaultZone();
    }
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      String nearest =
          Nearest.to(text.strip(), ZoneId.getAvailableZoneIds())
              .map(id -> "did you mean " + id + "?")
              .orElse("");
      throw new MalformedValue(
          text, "an id of the time zone database such as Asia/Shanghai", nearest);
    }
  }

  private JobDefinition.Sharding sharding() {
    int before = attributes.problems().size();
    int total = attributes.number("shardingTotalCount", 1, ITEMS_MAX, "1 to " + ITEMS_MAX);
    boolean countIsValid = attributes.problems().size() == before;
    // with a wrong count only the form of the pairs can be judged
    int bound = countIsValid ? total : Integer.MAX_VALUE;
    SortedMap<Integer, String> parameters =
        attributes.text(
            "shardingItemParameters", new TreeMap<>(), text -> ItemParameters.parse(text, bound));
    return new JobDefinition.Sharding(total, parameters, attributes.text("jobParameter"));
  }

  private JobDefinition.Requirements requirements() {
    // a command is a process of its own, whatever else is said
    Isolation isolation =
        command != null ? Isolation.PROCESS : attributes.choice("isolation", Isolation.class);
    double cpus = attributes.decimal("cpuCount");
    if (!(cpus >= CPUS_MIN && cpus <= CPUS_MAX)) {
      attributes.problem(
          "cpuCount", new MalformedValue(Double.toString(cpus), "0.001 or more, at most 1000000"));
      cpus = CPUS_MIN;
    }
    int memory = attributes.number("memoryMB", 1, Integer.MAX_VALUE, "1 or more");
    if (isolation == Isolation.SHARED && memory > settings.sharedHeapMb()) {
      attributes.problem(
          "memoryMB",
          new MalformedValue(
              Integer.toString(memory),
              "at most "
                  + settings.sharedHeapMb()
                  + ", the heap of a shared executor; use isolation = PROCESS or raise"
                  + " ejc.executor.heapMB"));
    }
    int disk = attributes.number("diskMB", 0, Integer.MAX_VALUE, "0 or more");
    int gpus = attributes.number("gpus", 0, GPUS_MAX, "0 to " + GPUS_MAX);
    return new JobDefinition.Requirements(
        new Resources(Resources.cpuMillis(cpus), memory, disk, gpus),
        isolation,
        new ExecutorReader(attributes, command != null).read());
  }

  private JobDefinition.Failover failover(Isolation isolation) {
    boolean enabled = attributes.flag("failover");
    Duration after = duration("failoverAfter");
    int before = attributes.problems().size();
    Duration lease = duration("lease");
    boolean readable = attributes.problems().size() == before;
    if (readable && (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(LEASE_MAX) > 0)) {
      attributes.problem("lease", new MalformedValue(attributes.raw("lease"), "10s to 1d"));
    }
    if (!attributes.flag("exclusive")) {
      return new JobDefinition.Failover(enabled, after);
    }
    if (isolation != Isolation.PROCESS) {
      attributes.problem(
          "exclusive",
          new MalformedValue(
              "true",
              "isolation = PROCESS, because a lease that runs out ends the whole JVM of the item"));
    }
    return new JobDefinition.Failover(enabled, after, lease);
  }

  private JobDefinition.Retry retry() {
    int max = attributes.number("retries", 0, RETRIES_MAX, "0 to " + RETRIES_MAX);
    int before = attributes.problems().size();
    Duration backoff = duration("retryBackoff");
    Duration longest = duration("retryBackoffMax");
    boolean readable = attributes.problems().size() == before;
    if (readable && longest.compareTo(backoff) < 0) {
      attributes.problem(
          "retryBackoffMax",
          new MalformedValue(
              attributes.raw("retryBackoffMax"),
              "at least retryBackoff, which is " + attributes.raw("retryBackoff")));
    }
    return new JobDefinition.Retry(max, backoff, longest);
  }

  private JobDefinition.Limits limits() {
    return new JobDefinition.Limits(
        attributes.number("priority", -PRIORITY_MAX, PRIORITY_MAX, "-1000 to 1000"),
        attributes.number("maxParallelItems", 0, ITEMS_MAX, "0 to " + ITEMS_MAX),
        attributes.number("maxConcurrentRuns", 1, RUNS_MAX, "1 to " + RUNS_MAX),
        limit("runTimeout"),
        limit("queueTimeout"));
  }

  /** Empty is no limit; a limit of nothing would be a job that can only fail. */
  private Duration limit(String attribute) {
    if (attributes.text(attribute).isBlank()) {
      return Duration.ZERO;
    }
    int before = attributes.problems().size();
    Duration limit = duration(attribute);
    if (limit.isZero() && attributes.problems().size() == before) {
      attributes.problem(
          attribute, new MalformedValue(attributes.raw(attribute), "more than nothing, or empty"));
    }
    return limit;
  }

  private Duration duration(String attribute) {
    return attributes.text(
        attribute,
        Duration.ZERO,
        text -> {
          try {
            return DurationText.parse(text);
          } catch (IllegalArgumentException e) {
            throw new MalformedValue(text, DurationText.RULE);
          }
        });
  }
}
