package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.Descriptors.EnumValueDescriptor;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.Message;
import org.apache.mesos.protobuf.MessageOrBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Mesos' JSON form of its messages, over their descriptors: names as in the .proto files, enums by
 * name, bytes in base64, 64-bit integers as numbers. A field with a default that is not deprecated
 * is written also where it is not set. Errors are in Mesos' words.
 */
final class MesosJson {

  private MesosJson() {}

  static Map<String, Object> print(MessageOrBuilder message) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        printMap(message, field, object);
      } else if (field.isRepeated()) {
        printList(message, field, object);
      } else if (message.hasField(field)
          || (field.hasDefaultValue() && !field.getOptions().getDeprecated())) {
        object.put(field.getName(), value(field, message.getField(field)));
      }
    }
    return object;
  }

  /**
   * Reads a JSON value into a message.
   *
   * @throws Json.Invalid what does not fit, or which required fields are missing
   */
  static void parse(Object json, Message.Builder into) throws Json.Invalid {
    if (!(json instanceof Map<?, ?> object)) {
      throw new Json.Invalid("Expecting a JSON object");
    }
    fill(object, into);
    if (!into.isInitialized()) {
      throw new Json.Invalid(
          "Missing required fields: " + String.join(", ", into.findInitializationErrors()));
    }
  }

  private static void printList(
      MessageOrBuilder message, FieldDescriptor field, Map<String, Object> object) {
    int count = message.getRepeatedFieldCount(field);
    if (count > 0) {
      List<Object> list = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        list.add(value(field, message.getRepeatedField(field, i)));
      }
      object.put(field.getName(), list);
    }
  }

  private static void printMap(
      MessageOrBuilder message, FieldDescriptor field, Map<String, Object> object) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      Message entry = (Message) message.getRepeatedField(field, i);
      FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
      FieldDescriptor held = entry.getDescriptorForType().findFieldByNumber(2);
      entries.put(String.valueOf(entry.getField(key)), value(held, entry.getField(held)));
    }
    if (!entries.isEmpty()) {
      object.put(field.getName(), entries);
    }
  }

  private static Object value(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case MESSAGE -> print((Message) value);
      case ENUM -> ((EnumValueDescriptor) value).getName();
      case BYTE_STRING -> Base64.getEncoder().encodeToString(((ByteString) value).toByteArray());
      case FLOAT -> (double) (Float) value;
      case INT -> unsigned(field) ? Integer.toUnsignedLong((Integer) value) : value;
      default -> value;
    };
  }

  private static boolean unsigned(FieldDescriptor field) {
    return field.getType() == FieldDescriptor.Type.UINT32
        || field.getType() == FieldDescriptor.Type.FIXED32;
  }

  private static void fill(Map<?, ?> object, Message.Builder into) throws Json.Invalid {
    for (Map.Entry<?, ?> member : object.entrySet()) {
      FieldDescriptor field =
          into.getDescriptorForType().findFieldByName(String.valueOf(member.getKey()));
      Object value = member.getValue();
      if (field == null || value == null || value == Json.NULL) {
        continue;
      }
      if (field.isMapField()) {
        fillMap(field, value, into);
      } else if (value instanceof List<?> list) {
        if (!field.isRepeated()) {
          throw unexpected("array", field);
        }
        for (Object element : list) {
          put(field, read(field, element, into), into);
        }
      } else {
        put(field, read(field, value, into), into);
      }
    }
  }

  private static void fillMap(FieldDescriptor field, Object value, Message.Builder into)
      throws Json.Invalid {
    if (!(value instanceof Map<?, ?> entries)) {
      throw unexpected(kind(value), field);
    }
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      Message.Builder pair = into.newBuilderForField(field);
      fill(Json.object("key", entry.getKey(), "value", entry.getValue()), pair);
      into.addRepeatedField(field, pair.buildPartial());
    }
  }

  private static void put(FieldDescriptor field, @Nullable Object value, Message.Builder into) {
    if (value == null) {
      return;
    }
    if (field.isRepeated()) {
      into.addRepeatedField(field, value);
    } else {
      into.setField(field, value);
    }
  }

  /** Null for an enum's unknown name: it is dropped, as an unknown number is in protobuf. */
  private static @Nullable Object read(FieldDescriptor field, Object value, Message.Builder into)
      throws Json.Invalid {
    switch (field.getJavaType()) {
      case MESSAGE:
        if (value instanceof Map<?, ?> object) {
          Message.Builder nested = into.newBuilderForField(field);
          fill(object, nested);
          return nested.buildPartial();
        }
        throw unexpected(kind(value), field);
      case STRING:
        if (value instanceof String) {
          return value;
        }
        throw unexpected(kind(value), field);
      case BOOLEAN:
        if (value instanceof Boolean) {
          return value;
        }
        throw unexpected(kind(value), field);
      case BYTE_STRING:
        return bytes(field, value);
      case ENUM:
        return named(field, value);
      default:
        return number(field, value);
    }
  }

  private static Object bytes(FieldDescriptor field, Object value) throws Json.Invalid {
    if (!(value instanceof String text)) {
      throw unexpected(kind(value), field);
    }
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new Json.Invalid(
          "Failed to base64 decode bytes field '" + field.getName() + "': " + e.getMessage());
    }
  }

  private static @Nullable Object named(FieldDescriptor field, Object value) throws Json.Invalid {
    if (!(value instanceof String name)) {
      throw unexpected(kind(value), field);
    }
    EnumValueDescriptor known = field.getEnumType().findValueByName(name);
    if (known == null && field.isRequired()) {
      throw new Json.Invalid("Failed to find enum for '" + name + "'");
    }
    return known;
  }

  private static Object number(FieldDescriptor field, Object value) throws Json.Invalid {
    Object number = value instanceof String text ? textNumber(field, text) : value;
    if (!(number instanceof Number n)) {
      throw unexpected(kind(value), field);
    }
    return switch (field.getJavaType()) {
      case INT -> n.intValue();
      case LONG -> n.longValue();
      case FLOAT -> n.floatValue();
      default -> n.doubleValue();
    };
  }

  private static Object textNumber(FieldDescriptor field, String text) throws Json.Invalid {
    try {
      return Json.parse(text);
    } catch (Json.Invalid e) {
      throw new Json.Invalid(
          "Failed to parse '"
              + text
              + "' as a JSON number for field '"
              + field.getName()
              + "': "
              + e.text());
    }
  }

  private static String kind(Object value) {
    if (value instanceof Map) {
      return "object";
    }
    if (value instanceof List) {
      return "array";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    return value instanceof Number ? "number" : "string";
  }

  private static Json.Invalid unexpected(String kind, FieldDescriptor field) {
    return new Json.Invalid(
        "Not expecting a JSON " + kind + " for field '" + field.getName() + "'");
  }
}
