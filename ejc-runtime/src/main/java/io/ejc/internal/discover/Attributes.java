package io.ejc.internal.discover;

import io.github.classgraph.AnnotationClassRef;
import io.github.classgraph.AnnotationEnumValue;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.AnnotationParameterValueList;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * The attributes of one {@code @ElasticJob}, read from byte code, with placeholders resolved.
 * Whatever breaks a rule becomes a line in the list of problems, and reading goes on with a
 * default, so that one start shows all problems.
 */
final class Attributes {

  private final AnnotationParameterValueList values;
  private final Template template;
  private final String jobName;
  private final String className;
  private final List<String> problems = new ArrayList<>();

  Attributes(AnnotationInfo annotation, Template template, String className) {
    this.values = annotation.getParameterValues(true);
    this.template = template;
    this.jobName = resolvedOrRaw(raw("name"));
    this.className = className;
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
    return String.valueOf(values.getValue(attribute));
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
    Object array = values.getValue(attribute);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      try {
        texts.add(template.resolve(String.valueOf(Array.get(array, i))));
      } catch (MalformedValue e) {
        problem(attribute, e);
      }
    }
    return texts;
  }

  /** The names of the classes of a list attribute; none of them is loaded. */
  List<String> classNames(String attribute) {
    Object array = values.getValue(attribute);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      names.add(((AnnotationClassRef) Array.get(array, i)).getName());
    }
    return names;
  }

  /** Reads a whole number between two bounds. */
  int number(String attribute, int min, int max, String rule) {
    int value = (Integer) values.getValue(attribute);
    if (value < min || value > max) {
      problem(attribute, new MalformedValue(Integer.toString(value), rule));
      return min;
    }
    return value;
  }

  double decimal(String attribute) {
    return (Double) values.getValue(attribute);
  }

  boolean flag(String attribute) {
    return (Boolean) values.getValue(attribute);
  }

  <E extends Enum<E>> E choice(String attribute, Class<E> type) {
    return Enum.valueOf(type, choiceName(attribute));
  }

  /**
   * The chosen constant; one that this version's API does not know comes as its name all the same.
   */
  String choiceName(String attribute) {
    return ((AnnotationEnumValue) values.getValue(attribute)).getValueName();
  }

  /** Refuses whatever is not the default, because its behaviour is not there yet. */
  void onlyDefault(String attribute, String byDefault) {
    String found = shown(values.getValue(attribute));
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
    return shown(values.getValue(attribute));
  }

  private String resolvedOrRaw(String text) {
    try {
      return template.resolve(text);
    } catch (MalformedValue e) {
      return text; // whoever reads the attribute itself reports it
    }
  }

  private String shown(Object value) {
    if (value instanceof AnnotationEnumValue choice) {
      return choice.getValueName();
    }
    if (!value.getClass().isArray()) {
      return resolvedOrRaw(String.valueOf(value));
    }
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(resolvedOrRaw(String.valueOf(Array.get(value, i))));
    }
    return String.join(", ", elements);
  }

  /** A rule that turns text into a value. */
  @FunctionalInterface
  interface Reading<T> {
    T read(String text) throws MalformedValue;
  }
}
