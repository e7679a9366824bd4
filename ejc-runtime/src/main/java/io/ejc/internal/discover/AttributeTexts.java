package io.ejc.internal.discover;

import io.ejc.api.ElasticJob;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The attributes of {@link ElasticJob} as texts, and back. A list is written with its elements on
 * lines of their own, or where there is no line break, separated by commas.
 */
final class AttributeTexts {

  static final String NAME = "name";

  private static final SortedMap<String, Method> ATTRIBUTES =
      Arrays.stream(ElasticJob.class.getDeclaredMethods())
          .filter(method -> method.getParameterCount() == 0)
          .collect(
              Collectors.toMap(
                  Method::getName, method -> method, (one, same) -> one, TreeMap::new));

  private static final SortedMap<String, Object> DEFAULTS = defaults();

  private AttributeTexts() {}

  private static SortedMap<String, Object> defaults() {
    SortedMap<String, Object> defaults = new TreeMap<>();
    ATTRIBUTES.forEach(
        (name, attribute) -> {
          Object value = attribute.getDefaultValue();
          if (value != null) {
            defaults.put(name, plain(value));
          }
        });
    return Collections.unmodifiableSortedMap(defaults);
  }

  /** What attributes are that nobody gives. */
  static SortedMap<String, Object> byDefault() {
    return DEFAULTS;
  }

  private static Object plain(Object value) {
    return AnnotationValues.plain(
        value,
        one -> {
          if (one instanceof Enum<?> choice) {
            return choice.name();
          }
          return one instanceof Class<?> type ? type.getName() : one;
        });
  }

  /** What keeps an attribute from being given as a text; empty when nothing does. */
  static Optional<MalformedValue> unknown(String attribute) {
    if (DEFAULTS.containsKey(attribute)) {
      return Optional.empty();
    }
    if (attribute.equals(NAME)) {
      return Optional.of(
          new MalformedValue(
              "cannot be changed", "the name stays", "register another job, and remove this one"));
    }
    return Optional.of(
        new MalformedValue(
            "no attribute",
            "an attribute of @ElasticJob",
            Nearest.to(attribute, DEFAULTS.keySet())
                .map(near -> "did you mean " + near + "?")
                .orElse("see its Javadoc for their names")));
  }

  /** A value as a text that {@link #value} reads. */
  static String text(Object value) {
    if (!(value instanceof List<?> elements)) {
      return String.valueOf(value);
    }
    String lines = elements.stream().map(String::valueOf).collect(Collectors.joining("\n"));
    return elements.size() == 1 && lines.contains(",") ? lines + "\n" : lines;
  }

  /** Whether an attribute is a list. */
  static boolean isList(String attribute) {
    return DEFAULTS.get(attribute) instanceof List<?>;
  }

  /**
   * The value that a text stands for.
   *
   * @throws MalformedValue when it is not one of the attribute's type
   */
  static Object value(String attribute, String text) throws MalformedValue {
    Method declared = ATTRIBUTES.get(attribute);
    if (declared == null) {
      throw new IllegalArgumentException("attribute: " + attribute + " (expected: a known one)");
    }
    Class<?> type = declared.getReturnType();
    String stripped = text.strip();
    if (type.isArray()) {
      return elements(text);
    }
    if (type.isEnum()) {
      return constant(type, stripped);
    }
    if (type == boolean.class) {
      return flag(stripped);
    }
    try {
      if (type == int.class) {
        return Integer.valueOf(stripped);
      }
      return type == double.class ? (Object) decimal(stripped) : text;
    } catch (NumberFormatException e) {
      throw new MalformedValue(
          stripped, type == int.class ? "a whole number" : "a decimal number such as 0.5");
    }
  }

  /** Not what only Java reads as one, such as {@code 1d} and {@code NaN}. */
  private static Double decimal(String text) {
    return new BigDecimal(text).doubleValue();
  }

  private static Boolean flag(String text) throws MalformedValue {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedValue(text, "true or false");
    };
  }

  private static String constant(Class<?> type, String text) throws MalformedValue {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(one -> ((Enum<?>) one).name()).toList();
    if (!names.contains(text)) {
      throw new MalformedValue(
          text,
          "one of " + String.join(", ", names),
          Nearest.to(text, names).map(near -> "did you mean " + near + "?").orElse(""));
    }
    return text;
  }

  /** The elements of the text of a list. */
  static List<String> elements(String text) {
    String separator = text.indexOf('\n') >= 0 ? "\n" : ",";
    return Arrays.stream(text.split(separator, -1))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }

  /** Texts over one another: those of a later map win. */
  static SortedMap<String, String> laidOver(Map<String, String> below, Map<String, String> above) {
    SortedMap<String, String> all = new TreeMap<>(below);
    all.putAll(above);
    return all;
  }
}
