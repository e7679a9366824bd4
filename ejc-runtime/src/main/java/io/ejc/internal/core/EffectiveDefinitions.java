package io.ejc.internal.core;

import io.ejc.internal.model.Deployment;
import io.ejc.internal.model.Effective;
import io.ejc.internal.model.JobOverride;
import java.util.List;
import java.util.Optional;

/**
 * Says what a job is when attributes of run time are laid over those of its annotation. Pure: of
 * what is announced and what was decided, every leader makes the same.
 */
@FunctionalInterface
public interface EffectiveDefinitions {

  /** Where nothing can be decided at run time: jobs are what their annotations say. */
  EffectiveDefinitions ANNOTATIONS_ALONE =
      (deployment, override) ->
          new Effective(
              Optional.empty(),
              List.of(),
              List.of(
                  "job "
                      + override.job()
                      + ": attributes given at run time (expected: none; this scheduler takes jobs"
                      + " from annotations alone)"));

  /**
   * What a job is.
   *
   * @param deployment what annotations say, and what else is known
   * @param override what was decided at run time
   */
  Effective of(Deployment deployment, JobOverride override);
}
