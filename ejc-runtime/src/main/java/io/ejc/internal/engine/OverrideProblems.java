package io.ejc.internal.engine;

import io.ejc.internal.model.JobOverride;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Says what has no effect of what was decided at run time, and what to do about it. */
final class OverrideProblems {

  private OverrideProblems() {}

  static List<Problem> of(Collection<JobOverride> overrides) {
    return overrides.stream()
        .filter(override -> !override.problem().isEmpty())
        .sorted(Comparator.comparing(JobOverride::job))
        .map(override -> new Problem("job " + override.job(), what(override), nextStep(override)))
        .toList();
  }

  private static String what(JobOverride override) {
    return (override.registers() ? "its registration from code" : "what overrides its annotation")
        + " has no effect: "
        + override.problem();
  }

  private static String nextStep(JobOverride override) {
    String name = "\"" + override.job() + "\"";
    return override.registers()
        ? "deploy what it needs, update(" + name + ", ...) it, or remove(" + name + ")"
        : "update("
            + name
            + ", ...) or reset("
            + name
            + ", ...) what does not fit; remove("
            + name
            + ") when the job does not come back";
  }
}
