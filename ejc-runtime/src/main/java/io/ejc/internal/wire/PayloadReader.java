package io.ejc.internal.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/**
 * Takes fields out of a JSON payload; says payload, field and rule when one is not as it must be.
 */
final class PayloadReader {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String what;
  private final JsonNode fields;

  private PayloadReader(String what, JsonNode fields) {
    this.what = what;
    this.fields = fields;
  }

  /** Reads the whole payload and judges its version first. */
  static PayloadReader of(String what, byte[] data) {
    JsonNode root;
    try {
      root = JSON.readTree(data);
    } catch (IOException e) {
      throw new PayloadException(what + ": not JSON (expected: JSON written by EJC)", e);
    }
    if (!root.isObject()) {
      throw new PayloadException(what + ": " + root.getNodeType() + " (expected: a JSON object)");
    }
    PayloadReader reader = new PayloadReader(what, root);
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
    JsonNode node = fields.get(name);
    boolean absent = node == null || node.isNull();
    return absent ? Optional.empty() : Optional.of(textOf(name, node));
  }

  int integer(String name) {
    JsonNode node = required(name);
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw bad(name, node, "a whole number of 32 bits");
    }
    return node.intValue();
  }

  long number(String name) {
    JsonNode node = required(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw bad(name, node, "a whole number of 64 bits");
    }
    return node.longValue();
  }

  boolean bool(String name) {
    JsonNode node = required(name);
    if (!node.isBoolean()) {
      throw bad(name, node, "true or false");
    }
    return node.booleanValue();
  }

  /** False when the field is absent. */
  boolean flag(String name) {
    return fields.hasNonNull(name) && bool(name);
  }

  /** Texts; none when the field is absent. */
  List<String> textList(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode node = fields.get(name);
    if (node != null && !node.isNull()) {
      if (!node.isArray()) {
        throw bad(name, node, "a list");
      }
      node.forEach(element -> texts.add(textOf(name, element)));
    }
    return texts;
  }

  Instant instant(String name) {
    return parsed(name, Instant::parse);
  }

  Duration duration(String name) {
    return parsed(name, Duration::parse);
  }

  /** Empty when the field is absent. */
  <T> Optional<T> optional(String name, Function<String, T> parser) {
    return fields.hasNonNull(name) ? Optional.of(parsed(name, parser)) : Optional.empty();
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
    JsonNode node = required(name);
    if (!node.isObject()) {
      throw bad(name, node, "an object of texts");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      texts.put(entry.getKey(), textOf(name + "." + entry.getKey(), entry.getValue()));
    }
    return texts;
  }

  /** Whole numbers; none when the field is absent. */
  List<Integer> numbers(String name) {
    List<Integer> numbers = new ArrayList<>();
    JsonNode node = fields.get(name);
    if (node != null && !node.isNull()) {
      if (!node.isArray()) {
        throw bad(name, node, "a list");
      }
      for (JsonNode element : node) {
        if (!element.canConvertToInt()) {
          throw bad(name, element, "a whole number of 32 bits");
        }
        numbers.add(element.intValue());
      }
    }
    return numbers;
  }

  List<PayloadReader> list(String name) {
    JsonNode node = required(name);
    if (!node.isArray()) {
      throw bad(name, node, "a list");
    }
    List<PayloadReader> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new PayloadReader(what + ": " + name, element));
    }
    return elements;
  }

  private String textOf(String name, JsonNode node) {
    if (!node.isTextual()) {
      throw bad(name, node, "a text");
    }
    return node.textValue();
  }

  private JsonNode required(String name) {
    JsonNode node = fields.get(name);
    if (node == null || node.isNull()) {
      throw new PayloadException(what + ": " + name + ": missing (expected: it is required)");
    }
    return node;
  }

  private PayloadException bad(String name, Object value, String rule) {
    return new PayloadException(what + ": " + name + ": " + value + " (expected: " + rule + ")");
  }
}
