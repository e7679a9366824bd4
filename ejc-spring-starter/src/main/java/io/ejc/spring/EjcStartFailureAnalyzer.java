package io.ejc.spring;

import io.ejc.api.EjcStartException;
import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what kept EJC from starting as Spring Boot's report, in place of a stack trace. */
final class EjcStartFailureAnalyzer extends AbstractFailureAnalyzer<EjcStartException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, EjcStartException cause) {
    List<String> problems = cause.problems();
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Correct "
            + (problems.size() == 1 ? "it" : "all " + problems.size())
            + " and start again. Keys of EJC are set in the application's properties under"
            + " \"ejc\"; jobs are corrected at their @ElasticJob annotation.",
        cause);
  }
}
