package io.ejc.sim;

import io.ejc.internal.core.Jobs;
import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.Effective;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobDefinition.Overlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import io.ejc.internal.model.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A few attributes with rules of their own, some of which depend on the job. */
final class SimAttributes {

  private static final List<String> CRONS =
      List.of("0/15 * * * * ?", "0/9 * * * * ?", "0 * * * * ?", "30 0/1 * * * ?");

  private final World world;

  SimAttributes(World world) {
    this.world = world;
  }

  /** What somebody gives; now and then what cannot be. */
  SortedMap<String, String> draw(Dice dice) {
    SortedMap<String, String> texts = new TreeMap<>();
    if (dice.chance(0.5)) {
      texts.put("cron", dice.chance(0.9) ? dice.pick(CRONS) : "never");
    }
    if (dice.chance(0.2)) {
      texts.put("fixedRate", dice.between(4, 30) + "s");
    }
    if (dice.chance(0.3)) {
      texts.put("overlap", dice.pick(List.of(Overlap.values())).name());
    }
    if (dice.chance(0.3)) {
      texts.put("shardingTotalCount", Long.toString(dice.between(1, 3)));
    }
    if (dice.chance(0.2)) {
      texts.put("retries", Long.toString(dice.between(0, 2)));
    }
    if (dice.chance(0.15)) {
      texts.put("disabled", Boolean.toString(dice.chance(0.5)));
    }
    if (dice.chance(0.15)) {
      texts.put("cpuLimit", "4");
    }
    return texts;
  }

  /** As the core asks for it; the definitions that it may get are remembered. */
  Effective effective(Deployment deployment, JobOverride override) {
    List<String> problems = new ArrayList<>();
    Optional<JobDefinition> base = deployment.definition(override.job());
    JobDefinition read = base.orElseGet(() -> Jobs.job(override.job().value()).build());
    JobDefinition written = base.map(world.operators::meant).orElse(read);
    JobDefinition ofWritten = laidOver(written, override.attributes(), problems);
    if (!problems.isEmpty()) {
      return new Effective(Optional.empty(), List.of(), problems);
    }
    JobDefinition ofRead = laidOver(read, override.attributes(), problems);
    world.operators.remember(ofWritten);
    if (!ofRead.equals(ofWritten)) {
      world.operators.misread(ofWritten, ofRead);
    }
    return new Effective(Optional.of(ofRead), List.of(), List.of());
  }

  private static JobDefinition laidOver(
      JobDefinition below, Map<String, String> texts, List<String> problems) {
    Jobs job = Jobs.like(below);
    boolean resident = below.resident();
    texts.forEach(
        (attribute, text) -> {
          if (resident && !List.of("cron", "disabled").contains(attribute)) {
            problems.add(attribute + " of a DAEMON job");
          }
          switch (attribute) {
            case "cron" -> {
              if (text.equals("never")) {
                problems.add("cron: never");
              } else {
                job.cron(text);
              }
            }
            case "fixedRate" -> {
              if (texts.containsKey("cron")) {
                problems.add("fixedRate: cron is given");
              }
              job.trigger(new Trigger.Rate(Duration.parse("PT" + text)));
            }
            case "overlap" -> job.overlap(Overlap.valueOf(text));
            case "shardingTotalCount" -> job.items(Integer.parseInt(text));
            case "retries" -> job.retries(Integer.parseInt(text));
            case "disabled" -> job.enabled(text.equals("false"));
            default -> {
              if (below.requirements().isolation() != Isolation.PROCESS) {
                problems.add(attribute + " needs isolation = PROCESS");
              }
            }
          }
        });
    return job.build();
  }

  /** What a job is to be; empty when it is to be at rest. */
  Optional<JobDefinition> expected(
      Deployment deployment, JobName name, @Nullable JobOverride override) {
    Optional<JobDefinition> base = deployment.definition(name);
    boolean registers = override != null && override.registers();
    if (override == null || (registers && base.isPresent())) {
      return base;
    }
    boolean there = deployment.catalog().carries(override.jobClass());
    if (base.isEmpty() && !(registers && there)) {
      return Optional.empty();
    }
    List<String> problems = new ArrayList<>();
    JobDefinition below = base.orElseGet(() -> Jobs.job(name.value()).build());
    JobDefinition all = laidOver(below, override.attributes(), problems);
    if (problems.isEmpty()) {
      return Optional.of(all);
    }
    boolean off = override.attributes().getOrDefault("disabled", "").equals("true");
    return base.map(annotated -> off ? Jobs.like(annotated).disabled().build() : annotated);
  }
}
