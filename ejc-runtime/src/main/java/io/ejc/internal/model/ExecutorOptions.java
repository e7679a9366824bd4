package io.ejc.internal.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a job asks of the executor of its items, beside what the application's configuration says of
 * all executors. Items of jobs that ask for other things share no executor.
 *
 * @param java the java command on the agents; empty for the application's
 * @param jvmOptions options of its JVM, after the application's
 * @param environment variables, over the application's; visible in Mesos' state: no secrets
 * @param image the Docker image it is started in; empty for the application's
 */
public record ExecutorOptions(
    String java, List<String> jvmOptions, SortedMap<String, String> environment, String image) {

  /** Nothing beside what the application's configuration says. */
  public static final ExecutorOptions NONE =
      new ExecutorOptions("", List.of(), Collections.emptySortedMap(), "");

  /** Copies the collections. */
  public ExecutorOptions {
    jvmOptions = List.copyOf(jvmOptions);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }
}
