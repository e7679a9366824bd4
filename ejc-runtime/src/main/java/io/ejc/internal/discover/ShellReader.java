package io.ejc.internal.discover;

import io.ejc.api.ShellJob;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.ShellCommand;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassInfo;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads the command of a shell job, and refuses what a command cannot do. */
final class ShellReader {

  private static final String COMMAND = "command";
  private static final String ENVIRONMENT = "environment";

  private final AnnotationInfo annotation;
  private final Attributes attributes;
  private final Template template;

  private ShellReader(AnnotationInfo annotation, Attributes attributes, Template template) {
    this.annotation = annotation;
    this.attributes = attributes;
    this.template = template;
  }

  /** The annotation on the type itself. */
  static Optional<AnnotationInfo> annotation(ClassInfo type) {
    return Optional.ofNullable(type.getAnnotationInfo().directOnly().get(ShellJob.class.getName()));
  }

  /** Adds to the problems what is wrong. */
  static Optional<ShellCommand> read(ClassInfo type, Attributes attributes, Template template) {
    return annotation(type).map(found -> new ShellReader(found, attributes, template).command());
  }

  /** What happens in Java on the agent cannot be asked of a command. */
  static void refuseHandling(Attributes attributes, Handling handling) {
    refuse(attributes, "exclusive", attributes.flag("exclusive"), "true", "false");
    refuse(attributes, "streaming", handling.streaming(), "true", "false");
    refuse(attributes, "retryOn", handling.retryOn());
    refuse(attributes, "failOn", handling.failOn());
    refuse(attributes, "listeners", handling.listeners());
    String handler = handling.errorHandler();
    refuse(attributes, "errorHandler", !handler.equals(Handling.LOG), handler, "the default, LOG");
  }

  private static void refuse(Attributes attributes, String attribute, List<String> found) {
    refuse(attributes, attribute, !found.isEmpty(), String.join(", ", found), "none");
  }

  private static void refuse(
      Attributes attributes, String attribute, boolean refused, String found, String rule) {
    if (refused) {
      attributes.problem(
          attribute,
          new MalformedValue(
              found,
              rule + ", because nothing of EJC runs beside a command; use a ScriptJob for that"));
    }
  }

  private ShellCommand command() {
    Object value = annotation.getParameterValues().getValue("value");
    Optional<String> line = resolved(COMMAND, String.valueOf(value));
    if (line.filter(String::isBlank).isPresent()) {
      attributes.problem(COMMAND, new MalformedValue("", "a command line, which @ShellJob gives"));
    }
    return new ShellCommand(line.orElse(""), environment());
  }

  private SortedMap<String, String> environment() {
    List<String> resolved = new ArrayList<>();
    Object pairs = annotation.getParameterValues().getValue(ENVIRONMENT);
    for (int i = 0; i < Array.getLength(pairs); i++) {
      resolved(ENVIRONMENT, String.valueOf(Array.get(pairs, i))).ifPresent(resolved::add);
    }
    return Variables.read(resolved, wrong -> attributes.problem(ENVIRONMENT, wrong));
  }

  private Optional<String> resolved(String attribute, String text) {
    try {
      return Optional.of(template.resolve(text));
    } catch (MalformedValue e) {
      attributes.problem(attribute, e);
      return Optional.empty();
    }
  }
}
