package io.ejc.internal.model;

import java.util.List;
import java.util.Objects;

/**
 * How an executor goes about a job's code, beside calling it.
 *
 * @param streaming whether a dataflow goes on until a fetch is empty
 * @param retryOn classes of the exceptions that retries are for; none for all
 * @param failOn classes of exceptions after which nothing is retried
 * @param errorHandler what is done about an exception
 * @param listeners who is told before and after, in order
 * @param resident whether an item stays on its agent and fires there by its job's schedule
 */
public record Handling(
    boolean streaming,
    List<String> retryOn,
    List<String> failOn,
    String errorHandler,
    List<String> listeners,
    boolean resident) {

  /** What is done about an exception when nothing else is asked for: its trace is logged. */
  public static final String LOG = "LOG";

  /** It goes where uncaught exceptions go. */
  public static final String THROW = "THROW";

  /** Nothing is done. */
  public static final String IGNORE = "IGNORE";

  /** No wishes. */
  public static final Handling PLAIN = new Handling(false, List.of(), List.of(), LOG, List.of());

  /** Of a job whose items start, work and end. */
  public Handling(
      boolean streaming,
      List<String> retryOn,
      List<String> failOn,
      String errorHandler,
      List<String> listeners) {
    this(streaming, retryOn, failOn, errorHandler, listeners, false);
  }

  /** Copies the lists. */
  public Handling {
    retryOn = List.copyOf(retryOn);
    failOn = List.copyOf(failOn);
    errorHandler = Objects.requireNonNullElse(errorHandler, LOG);
    listeners = List.copyOf(listeners);
  }
}
