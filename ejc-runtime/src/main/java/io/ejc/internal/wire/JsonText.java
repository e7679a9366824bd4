package io.ejc.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, numbers and flags, token by token: an executor reads and writes
 * little of it, and would load several hundred classes more to have it bound to objects.
 */
final class JsonText {

  // ASCII only: any text survives, also one that was cut within a surrogate pair.
  private static final JsonFactory JSON =
      JsonFactory.builder().configure(JsonWriteFeature.ESCAPE_NON_ASCII, true).build();

  private JsonText() {}

  /** Writes an object, its fields in the order of the map. */
  static byte[] write(Map<String, ?> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeValue(fields, out);
    } catch (IOException e) {
      throw new IllegalStateException("maps of texts and numbers can be written", e);
    }
    return bytes.toByteArray();
  }

  private static void writeValue(Object value, JsonGenerator out) throws IOException {
    if (value instanceof Map<?, ?> fields) {
      out.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        out.writeFieldName(String.valueOf(field.getKey()));
        writeValue(field.getValue(), out);
      }
      out.writeEndObject();
    } else if (value instanceof List<?> elements) {
      out.writeStartArray();
      for (Object element : elements) {
        writeValue(element, out);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Number number) {
      out.writeNumber(number.longValue());
    } else {
      out.writeString(value.toString());
    }
  }

  /**
   * Reads one value, after which nothing may follow: an object as a map, a list, a text, a whole
   * number as {@link Long} (or {@link java.math.BigInteger} when it is larger), another as {@link
   * Double}, a flag, or null.
   *
   * @throws IOException when it is not JSON
   */
  static @Nullable Object read(byte[] bytes) throws IOException {
    try (JsonParser in = JSON.createParser(bytes)) {
      if (in.nextToken() == null) {
        throw new JsonParseException(in, "nothing (expected: a value)");
      }
      Object value = value(in);
      if (in.nextToken() != null) {
        throw new JsonParseException(in, "more follows (expected: one value)");
      }
      return value;
    }
  }

  private static @Nullable Object value(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> list(in);
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> whole(in.getNumberValue());
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(in, in.currentToken() + " (expected: a value)");
    };
  }

  private static Number whole(Number number) {
    return number instanceof Integer small ? Long.valueOf(small) : number;
  }

  private static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      fields.put(name, value(in));
    }
    return fields;
  }

  private static List<@Nullable Object> list(JsonParser in) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(in));
    }
    return elements;
  }
}
