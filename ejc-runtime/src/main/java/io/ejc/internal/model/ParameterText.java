package io.ejc.internal.model;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the text of a job's or an item's parameter becomes where a method wants another type. Types
 * are named, so that the host can check a text without loading classes.
 */
public final class ParameterText {

  /** The types, as people read them. */
  public static final String TYPES =
      "String, int, long, double, boolean, their boxes, BigDecimal, LocalDate, LocalTime,"
          + " LocalDateTime, Instant, Duration or an enum";

  private static final String STRING = "java.lang.String";
  private static final List<String> PRIMITIVES = List.of("int", "long", "double", "boolean");

  private static final Reading INT =
      new Reading("a whole number of 32 bits such as 42", Integer::valueOf);
  private static final Reading LONG =
      new Reading("a whole number of 64 bits such as 42", Long::valueOf);
  private static final Reading DOUBLE =
      new Reading("a decimal number such as 0.5", ParameterText::finite);
  private static final Reading BOOLEAN = new Reading("true or false", ParameterText::yesOrNo);

  private static final Map<String, Reading> READINGS =
      Map.ofEntries(
          Map.entry("int", INT),
          Map.entry("java.lang.Integer", INT),
          Map.entry("long", LONG),
          Map.entry("java.lang.Long", LONG),
          Map.entry("double", DOUBLE),
          Map.entry("java.lang.Double", DOUBLE),
          Map.entry("boolean", BOOLEAN),
          Map.entry("java.lang.Boolean", BOOLEAN),
          Map.entry(
              "java.math.BigDecimal", new Reading("a decimal number such as 0.5", BigDecimal::new)),
          Map.entry(
              "java.time.LocalDate", new Reading("a date such as 2026-03-31", LocalDate::parse)),
          Map.entry(
              "java.time.LocalTime",
              new Reading("a time such as 18:30 or 18:30:15", LocalTime::parse)),
          Map.entry(
              "java.time.LocalDateTime",
              new Reading("a date and time such as 2026-03-31T18:30", LocalDateTime::parse)),
          Map.entry(
              "java.time.Instant",
              new Reading("an instant such as 2026-03-31T16:30:00Z", Instant::parse)),
          Map.entry("java.time.Duration", new Reading(DurationText.RULE, DurationText::parse)));

  private ParameterText() {}

  /** A text that does not fit a type: {@code text (expected: rule)}. */
  public static final class Unfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final String rule;

    private Unfit(String text, String rule) {
      super((text.isEmpty() ? "empty" : text) + " (expected: " + rule + ")");
      this.text = text;
      this.rule = rule;
    }

    /** What was there. */
    public String text() {
      return text;
    }

    /** What the type wants. */
    public String rule() {
      return rule;
    }
  }

  /** How one type is read. What cannot be read throws one of the two exceptions below. */
  private record Reading(String rule, Function<String, Object> how) {}

  /**
   * Whether a text can become this type; enums are another matter.
   *
   * @param type the name of a class or primitive type
   */
  public static boolean reads(String type) {
    return type.equals(STRING) || READINGS.containsKey(type);
  }

  /**
   * Makes a value of a text.
   *
   * @param text what there is; empty when there is nothing
   * @param type one that {@link #reads}
   * @return the value; empty when the text is blank and the type neither String nor primitive
   * @throws Unfit when the text does not fit
   */
  public static Optional<Object> value(Optional<String> text, String type) {
    if (type.equals(STRING)) {
      return text.map(Function.identity());
    }
    Reading reading = READINGS.get(type);
    if (reading == null) {
      throw new IllegalArgumentException(type + " (expected: " + TYPES + ")");
    }
    String stripped = text.orElse("").strip();
    if (stripped.isEmpty() && !PRIMITIVES.contains(type)) {
      return Optional.empty();
    }
    try {
      return Optional.of(reading.how().apply(stripped));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Unfit(stripped, reading.rule());
    }
  }

  /**
   * Finds a constant of an enum.
   *
   * @param text what there is; empty when there is nothing
   * @param constants the enum's
   * @return its name; empty when the text is blank
   * @throws Unfit when it is none of them
   */
  public static Optional<String> constant(Optional<String> text, List<String> constants) {
    String stripped = text.orElse("").strip();
    if (stripped.isEmpty()) {
      return Optional.empty();
    }
    if (!constants.contains(stripped)) {
      throw new Unfit(stripped, "one of " + String.join(", ", constants));
    }
    return Optional.of(stripped);
  }

  /** Not by {@code Double.valueOf}, which also takes {@code 1d}, {@code 0x1p3} and {@code NaN}. */
  private static Double finite(String text) {
    double value = new BigDecimal(text).doubleValue();
    if (Double.isInfinite(value)) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static Boolean yesOrNo(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
