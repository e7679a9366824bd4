package io.ejc.internal.wire;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes fields out of a JSON payload; says payload, field and rule when one is not as it must be.
 */
final class PayloadReader {

  private final String what;
  private final Map<?, ?> fields;

  private PayloadReader(String what, Map<?, ?> fields) {
    this.what = what;
    this.fields = fields;
  }

  /** Reads the whole payload and judges its version first. */
  static PayloadReader of(String what, byte[] data) {
    Object root;
    try {
      root = JsonText.read(data);
    } catch (IOException e) {
      throw new PayloadException(what + ": not JSON (expected: JSON written by EJC)", e);
    }
    if (!(root instanceof Map<?, ?> fields)) {
      throw new PayloadException(what + ": " + root + " (expected: a JSON object)");
    }
    PayloadReader reader = new PayloadReader(what, fields);
    int version = reader.integer("v");
    if (version < 1 || version > Payloads.VERSION) {
      throw reader.bad(
          "v", version, "1.." + Payloads.VERSION + "; a newer EJC wrote it, update this one");
    }
    return reader;
  }

  String text(String name) {
    return textOf(name, required(name));
  }

  Optional<String> optionalText(String name) {
    return present(name).map(value -> textOf(name, value));
  }

  int integer(String name) {
    return integerOf(name, required(name));
  }

  long number(String name) {
    if (required(name) instanceof Long number) {
      return number;
    }
    throw bad(name, required(name), "a whole number of 64 bits");
  }

  boolean bool(String name) {
    if (required(name) instanceof Boolean flag) {
      return flag;
    }
    throw bad(name, required(name), "true or false");
  }

  /** False when the field is absent. */
  boolean flag(String name) {
    return present(name).isPresent() && bool(name);
  }

  /** Texts; none when the field is absent. */
  List<String> textList(String name) {
    return optionalList(name).stream().map(element -> textOf(name, element)).toList();
  }

  Instant instant(String name) {
    return parsed(name, Instant::parse);
  }

  Duration duration(String name) {
    return parsed(name, Duration::parse);
  }

  /** Empty when the field is absent. */
  <T> Optional<T> optional(String name, Function<String, T> parser) {
    return present(name).map(value -> parsed(name, parser));
  }

  <T> T parsed(String name, Function<String, T> parser) {
    String text = text(name);
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      throw new PayloadException(what + ": " + name + ": " + text + " cannot be read", e);
    }
  }

  SortedMap<String, String> texts(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    if (!(required(name) instanceof Map<?, ?> named)) {
      throw bad(name, required(name), "an object of texts");
    }
    named.forEach((key, value) -> texts.put(String.valueOf(key), textOf(name + "." + key, value)));
    return texts;
  }

  /** Whole numbers; none when the field is absent. */
  List<Integer> numbers(String name) {
    return optionalList(name).stream().map(element -> integerOf(name, element)).toList();
  }

  List<PayloadReader> list(String name) {
    List<PayloadReader> elements = new ArrayList<>();
    for (Object element : listOf(name, required(name))) {
      if (!(element instanceof Map<?, ?> named)) {
        throw bad(name, element, "a list of objects");
      }
      elements.add(new PayloadReader(what + ": " + name, named));
    }
    return elements;
  }

  private List<?> optionalList(String name) {
    Object value = fields.get(name);
    return value == null ? List.of() : listOf(name, value);
  }

  private List<?> listOf(String name, Object value) {
    if (value instanceof List<?> elements) {
      return elements;
    }
    throw bad(name, value, "a list");
  }

  private int integerOf(String name, @Nullable Object value) {
    if (value instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw bad(name, value, "a whole number of 32 bits");
  }

  private String textOf(String name, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw bad(name, value, "a text");
  }

  private Optional<Object> present(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private Object required(String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new PayloadException(what + ": " + name + ": missing (expected: it is required)");
    }
    return value;
  }

  private PayloadException bad(String name, @Nullable Object value, String rule) {
    String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    return new PayloadException(what + ": " + name + ": " + shown + " (expected: " + rule + ")");
  }
}
