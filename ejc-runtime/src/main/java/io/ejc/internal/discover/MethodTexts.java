package io.ejc.internal.discover;

import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.ParameterText;
import io.ejc.internal.model.TextParameter;
import io.ejc.internal.model.Trigger;
import java.util.List;
import java.util.Optional;

/** Checks that the texts of a job fit the parameters of its method. */
final class MethodTexts {

  private MethodTexts() {}

  /** Adds texts of the definition that would fail each run. */
  static void check(List<TextParameter> parameters, JobDefinition job, Attributes attributes) {
    for (TextParameter parameter : parameters) {
      if (parameter.ofItem()) {
        checkShardingParameters(parameter, job, attributes);
      } else {
        checkJobParameter(parameter, job, attributes);
      }
    }
  }

  private static void checkJobParameter(
      TextParameter parameter, JobDefinition job, Attributes attributes) {
    String text = job.sharding().jobParameter();
    // whoever triggers a run by hand may bring the text
    boolean needed = !text.isBlank() || !(job.schedule().trigger() instanceof Trigger.ByHand);
    if (needed) {
      wrong(parameter, Optional.of(text))
          .ifPresent(problem -> attributes.problem("jobParameter", problem));
    }
  }

  /** The first item that is wrong: the others are likely to be wrong in the same way. */
  private static void checkShardingParameters(
      TextParameter parameter, JobDefinition job, Attributes attributes) {
    for (int item = 0; item < job.sharding().totalCount(); item++) {
      Optional<String> text = Optional.ofNullable(job.sharding().itemParameters().get(item));
      Optional<MalformedValue> problem = wrong(parameter, text);
      if (problem.isPresent()) {
        attributes.problem("shardingItemParameters of item " + item, problem.get());
        return;
      }
    }
  }

  private static Optional<MalformedValue> wrong(TextParameter parameter, Optional<String> text) {
    try {
      parameter.read(text);
      return Optional.empty();
    } catch (ParameterText.Unfit e) {
      String rule = e.rule() + " for parameter " + parameter.label();
      return Optional.of(new MalformedValue(e.text(), rule));
    }
  }
}
