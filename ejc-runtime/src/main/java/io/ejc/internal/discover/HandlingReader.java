package io.ejc.internal.discover;

import io.ejc.api.DataflowJob;
import io.ejc.api.ExecutionType;
import io.ejc.internal.model.Handling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how an executor is to go about a job's code. */
final class HandlingReader {

  private static final List<String> OUR_ERROR_HANDLERS =
      List.of(Handling.LOG, Handling.THROW, Handling.IGNORE);

  private final Attributes attributes;
  private final Extras extras;
  private final List<String> kinds;

  /** What there is beside the job itself. */
  interface Extras {
    /** Whether a class is on the class path. */
    boolean hasClass(String name);

    /** The types of the error handlers there are, besides ours. */
    List<String> errorHandlers();

    /** The types of the listeners there are. */
    List<String> listeners();
  }

  /**
   * Reads for one class.
   *
   * @param kinds the job interfaces that it implements
   */
  HandlingReader(Attributes attributes, Extras extras, List<String> kinds) {
    this.attributes = attributes;
    this.extras = extras;
    this.kinds = List.copyOf(kinds);
  }

  Handling read() {
    return new Handling(
        streaming(),
        throwables("retryOn"),
        throwables("failOn"),
        attributes.text("errorHandler", Handling.LOG, this::errorHandler),
        listeners(),
        attributes.choiceName("executionType").equals(ExecutionType.DAEMON.name()));
  }

  private boolean streaming() {
    boolean streaming = attributes.flag("streaming");
    if (streaming && !kinds.isEmpty() && !kinds.contains(DataflowJob.class.getName())) {
      attributes.problem(
          "streaming",
          new MalformedValue("true", "false, as the class is no " + DataflowJob.class.getName()));
    }
    return streaming;
  }

  private List<String> throwables(String attribute) {
    List<String> found = new ArrayList<>();
    for (String name : attributes.classNames(attribute)) {
      if (!extras.hasClass(name)) {
        attributes.problem(
            attribute,
            new MalformedValue(
                name, "a class that is on the class path", "add what holds " + name));
      }
      found.add(name);
    }
    return found;
  }

  private String errorHandler(String text) throws MalformedValue {
    String type = text.strip();
    if (type.isEmpty()) {
      return Handling.LOG;
    }
    if (OUR_ERROR_HANDLERS.contains(type)) {
      return type;
    }
    List<String> known = new ArrayList<>(OUR_ERROR_HANDLERS);
    known.addAll(extras.errorHandlers());
    return among(type, known, "JobErrorHandler");
  }

  private List<String> listeners() {
    List<String> found = new ArrayList<>();
    List<String> wanted = attributes.texts("listeners");
    if (wanted.isEmpty()) {
      return found;
    }
    List<String> known = extras.listeners();
    for (String text : wanted) {
      try {
        found.add(among(text.strip(), known, "ItemListener"));
      } catch (MalformedValue e) {
        attributes.problem("listeners", e);
      }
    }
    return found;
  }

  private static String among(String type, List<String> known, String service)
      throws MalformedValue {
    if (known.contains(type)) {
      return type;
    }
    Optional<String> near = Nearest.to(type, known);
    throw new MalformedValue(
        type,
        known.isEmpty() ? "empty, as there is no " + service : "one of " + String.join(", ", known),
        near.map(word -> "did you mean " + word + "?")
            .orElse("name its class in META-INF/services/io.ejc.api.spi." + service));
  }
}
