package io.ejc.internal.discover;

import io.ejc.internal.model.Catalog;
import io.ejc.internal.model.JobDefinition;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a scan found.
 *
 * @param jobs the jobs without problems, by name
 * @param problems one line each; the application must not start when there are any
 * @param generated the classes of jobs that are methods, by name; the same bytes whenever the same
 *     classes are scanned
 * @param catalog what is known beside the jobs
 */
public record Discovery(
    List<JobDefinition> jobs,
    List<String> problems,
    SortedMap<String, byte[]> generated,
    Catalog catalog) {

  /** Copies the collections. */
  public Discovery {
    jobs = List.copyOf(jobs);
    problems = List.copyOf(problems);
    generated = Collections.unmodifiableSortedMap(new TreeMap<>(generated));
  }
}
