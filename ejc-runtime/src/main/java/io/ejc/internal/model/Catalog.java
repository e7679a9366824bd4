package io.ejc.internal.model;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host that carries a deployment knows beside its job definitions: enough for any leader to
 * lay other attributes over them, and to judge jobs that code registers, without the classes.
 *
 * @param zone the zone of jobs that name none
 * @param sharedHeapMb the heap of a shared executor in MiB; no SHARED item may ask for more
 * @param roles the roles that jobs may name; none for any
 * @param listeners the types of the item listeners that there are
 * @param errorHandlers the types of the error handlers that there are, besides ours
 * @param types the classes that can be jobs, with or without an annotation, and the job interfaces
 *     of each
 * @param sources what the annotations say
 */
public record Catalog(
    ZoneId zone,
    int sharedHeapMb,
    List<String> roles,
    List<String> listeners,
    List<String> errorHandlers,
    SortedMap<String, List<String>> types,
    List<JobSource> sources) {

  /** Nothing is known. */
  public static final Catalog EMPTY =
      new Catalog(ZoneOffset.UTC, 0, List.of(), List.of(), List.of(), new TreeMap<>(), List.of());

  /** Copies the collections. */
  public Catalog {
    roles = List.copyOf(roles);
    listeners = List.copyOf(listeners);
    errorHandlers = List.copyOf(errorHandlers);
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    sources = List.copyOf(sources);
  }

  /** Whether a class can be a job. */
  public boolean carries(String jobClass) {
    return types.containsKey(jobClass);
  }

  /** What the annotation of a job says; empty when there is none. */
  public Optional<JobSource> source(JobName job) {
    return sources.stream().filter(source -> source.name().equals(job)).findFirst();
  }
}
