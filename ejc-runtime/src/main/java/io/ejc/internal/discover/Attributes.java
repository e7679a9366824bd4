package io.ejc.internal.discover;

import io.github.classgraph.AnnotationInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The attributes of one {@code @ElasticJob}, read from byte code or from texts, with placeholders
 * resolved. Whatever breaks a rule becomes a line in the list of problems, and reading goes on with
 * a default, so that one start shows all problems.
 */
final class Attributes {

  private final Map<String, Object> values;
  private final Template template;
  private final String jobName;
  private final String className;
  private final List<String> problems = new ArrayList<>();

  Attributes(AnnotationInfo annotation, Template template, String className) {
    this(AnnotationValues.all(annotation), template, className);
  }

  /**
   * Reads values.
   *
   * @param values all attributes: texts, lists of texts, numbers, flags, and constants and classes
   *     by their names
   */
  Attributes(Map<String, Object> values, Template template, String className) {
    this.values = Map.copyOf(values);
    this.template = template;
    this.jobName = resolvedOrRaw(raw("name"));
    this.className = className;
  }

  private Object value(String attribute) {
    Object value = values.get(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          "attribute: " + attribute + " (expected: one of @ElasticJob)");
    }
    return value;
  }

  /** The name, resolved where that is possible. */
  String jobName() {
    return jobName;
  }

  List<String> problems() {
    return problems;
  }

  /** Adds a line about this job. */
  void problem(String attribute, MalformedValue malformed) {
    problems.add("job " + jobName + " (" + className + ") " + attribute + ": " + malformed.line());
  }

  String raw(String attribute) {
    return String.valueOf(value(attribute));
  }

  String text(String attribute) {
    try {
      return template.resolve(raw(attribute));
    } catch (MalformedValue e) {
      problem(attribute, e);
      return "";
    }
  }

  /** Reads a text attribute by a rule of its own. */
  <T> T text(String attribute, T otherwise, Reading<T> reading) {
    try {
      return reading.read(template.resolve(raw(attribute)));
    } catch (MalformedValue e) {
      problem(attribute, e);
      return otherwise;
    }
  }

  /** The elements of a list attribute, resolved. */
  List<String> texts(String attribute) {
    List<String> texts = new ArrayList<>();
    for (String element : elements(attribute)) {
      try {
        texts.add(template.resolve(element));
      } catch (MalformedValue e) {
        problem(attribute, e);
      }
    }
    return texts;
  }

  /** The names of the classes of a list attribute; none of them is loaded. */
  List<String> classNames(String attribute) {
    return elements(attribute);
  }

  private List<String> elements(String attribute) {
    return ((List<?>) value(attribute)).stream().map(String::valueOf).toList();
  }

  /** Reads a whole number between two bounds. */
  int number(String attribute, int min, int max, String rule) {
    int value = (Integer) value(attribute);
    if (value < min || value > max) {
      problem(attribute, new MalformedValue(Integer.toString(value), rule));
      return min;
    }
    return value;
  }

  double decimal(String attribute) {
    return (Double) value(attribute);
  }

  boolean flag(String attribute) {
    return (Boolean) value(attribute);
  }

  <E extends Enum<E>> E choice(String attribute, Class<E> type) {
    return Enum.valueOf(type, choiceName(attribute));
  }

  /**
   * The chosen constant; one that this version's API does not know comes as its name all the same.
   */
  String choiceName(String attribute) {
    return raw(attribute);
  }

  /** Refuses whatever is not the default, because its behaviour is not there yet. */
  void onlyDefault(String attribute, String byDefault) {
    String found = shown(value(attribute));
    if (!found.equals(byDefault)) {
      problem(
          attribute,
          new MalformedValue(
              found + " is not carried out by this version",
              "the default, " + (byDefault.isEmpty() ? "empty" : byDefault)));
    }
  }

  /** The value as people wrote it. */
  String shownRaw(String attribute) {
    return shown(value(attribute));
  }

  private String resolvedOrRaw(String text) {
    try {
      return template.resolve(text);
    } catch (MalformedValue e) {
      return text; // whoever reads the attribute itself reports it
    }
  }

  private String shown(Object value) {
    return value instanceof List<?> elements
        ? elements.stream()
            .map(element -> resolvedOrRaw(String.valueOf(element)))
            .collect(Collectors.joining(", "))
        : resolvedOrRaw(String.valueOf(value));
  }

  /** A rule that turns text into a value. */
  @FunctionalInterface
  interface Reading<T> {
    T read(String text) throws MalformedValue;
  }
}
