package io.ejc.internal.discover;

import io.ejc.internal.model.JobDefinition;
import java.util.List;

/**
 * What a scan found.
 *
 * @param jobs the jobs without problems, by name
 * @param problems one line each; the application must not start when there are any
 */
public record Discovery(List<JobDefinition> jobs, List<String> problems) {

  /** Copies the lists. */
  public Discovery {
    jobs = List.copyOf(jobs);
    problems = List.copyOf(problems);
  }
}
