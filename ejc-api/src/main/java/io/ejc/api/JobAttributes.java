package io.ejc.api;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of {@link ElasticJob} for {@link JobRegistry}, by their names.
 *
 * <pre>{@code
 * JobAttributes.of("cron", "0 0 6 * * ?").and("retries", 3).and("excludedDays", List.of("SAT", "SUN"))
 * }</pre>
 *
 * <p>A value is what the attribute has in the annotation, or its text: a text, a number, a flag, a
 * constant, a class, a {@link Duration}, an {@link Instant} or a {@link ZoneId}, and of a list an
 * array or any {@link Iterable} of them. The text of a list has its elements on lines of their own,
 * or, where there is no line break, separated by commas. Placeholders are not resolved: {@code
 * ${key}} is that text.
 *
 * <p>Whether there is such an attribute, and whether the value follows its rule, is judged when it
 * is used. Immutable.
 */
public final class JobAttributes {

  private static final JobAttributes NONE = new JobAttributes(new TreeMap<>());

  private final SortedMap<String, String> texts;

  private JobAttributes(SortedMap<String, String> texts) {
    this.texts = Collections.unmodifiableSortedMap(texts);
  }

  /** No attribute at all: those of the annotation, or the defaults. */
  public static JobAttributes none() {
    return NONE;
  }

  /**
   * One attribute.
   *
   * @param name its name
   * @param value its value
   * @throws IllegalArgumentException when the value is of no type that attributes have
   */
  public static JobAttributes of(String name, Object value) {
    return NONE.and(name, value);
  }

  /**
   * These attributes and another one; of one that is named twice the latter counts.
   *
   * @param name its name
   * @param value its value
   * @return the attributes, this object stays as it is
   * @throws IllegalArgumentException when the value is of no type that attributes have
   */
  public JobAttributes and(String name, Object value) {
    requireNonNull(name, "name");
    SortedMap<String, String> all = new TreeMap<>(texts);
    all.put(name, text(name, requireNonNull(value, "value")));
    return new JobAttributes(all);
  }

  /** The attributes as texts, by name. */
  public SortedMap<String, String> asTexts() {
    return texts;
  }

  private static String text(String name, Object value) {
    if (value instanceof Iterable<?> elements) {
      List<String> lines = new ArrayList<>();
      elements.forEach(element -> lines.add(single(name, element)));
      return lines(lines);
    }
    if (value.getClass().isArray()) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        lines.add(single(name, Array.get(value, i)));
      }
      return lines(lines);
    }
    return single(name, value);
  }

  /** A comma in a single element is no separator. */
  private static String lines(List<String> elements) {
    String lines = String.join("\n", elements);
    return elements.size() == 1 ? lines + "\n" : lines;
  }

  private static String single(String name, Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Class<?> type) {
      return type.getName();
    }
    if (value instanceof ZoneId zone) {
      return zone.getId();
    }
    if (value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Duration
        || value instanceof Instant) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        name
            + ": "
            + value.getClass().getName()
            + " (expected: a text, number, flag, constant, class, duration, instant or zone, or"
            + " several of them)");
  }

  /** The attributes as texts. */
  @Override
  public String toString() {
    return texts.toString();
  }

  /** Whether another object has the same attributes with the same texts. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobAttributes attributes && attributes.texts.equals(texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }
}
