package io.ejc.internal.core;

import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.JobOverride;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was decided about jobs at run time, and what the current deployment says of them. */
final class OverrideTable {

  private final Map<JobName, JobOverride> overrides = new TreeMap<>();
  private @Nullable Deployment deployment;

  void restore(StoredState stored) {
    stored.overrides().forEach(override -> overrides.put(override.job(), override));
  }

  Collection<JobOverride> all() {
    return Collections.unmodifiableCollection(overrides.values());
  }

  Optional<JobOverride> find(JobName job) {
    return Optional.ofNullable(overrides.get(job));
  }

  /** The current deployment; empty before this leader has heard of one. */
  Optional<Deployment> deployment() {
    return Optional.ofNullable(deployment);
  }

  /** Makes a fact true; false when it is about something else. */
  boolean apply(Fact fact, TouchedRecords touched) {
    if (fact instanceof Fact.DeploymentKnown known) {
      deployment = known.deployment();
    } else if (fact instanceof Fact.OverrideStored stored) {
      overrides.put(stored.override().job(), stored.override());
      touched.add(new Touched.OneOverride(stored.override().job()));
    } else if (fact instanceof Fact.OverrideJudged judged) {
      JobOverride override = Objects.requireNonNull(overrides.get(judged.job()), "override");
      overrides.put(judged.job(), override.judged(judged.problem()));
      touched.add(new Touched.OneOverride(judged.job()));
    } else if (fact instanceof Fact.OverrideRemoved removed) {
      overrides.remove(removed.job());
      touched.add(new Touched.OneOverride(removed.job()));
    } else {
      return false;
    }
    return true;
  }
}
