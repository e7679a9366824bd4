package io.ejc.internal.discover;

import io.ejc.api.ShellJob;
import io.ejc.internal.model.Handling;
import io.ejc.internal.model.ShellCommand;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassInfo;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the command of a shell job, and refuses what a command cannot do. */
final class ShellReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
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
    SortedMap<String, String> variables = new TreeMap<>();
    Object pairs = annotation.getParameterValues().getValue(ENVIRONMENT);
    for (int i = 0; i < Array.getLength(pairs); i++) {
      resolved(ENVIRONMENT, String.valueOf(Array.get(pairs, i)))
          .ifPresent(pair -> variable(pair, variables));
    }
    return variables;
  }

  private void variable(String pair, SortedMap<String, String> variables) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? "" : pair.substring(0, equals);
    boolean valid = NAME.matcher(name).matches();
    if (!valid || variables.putIfAbsent(name, pair.substring(equals + 1)) != null) {
      attributes.problem(
          ENVIRONMENT,
          new MalformedValue(
              pair, "NAME=value, the name of letters, digits and _, and named once"));
    }
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
