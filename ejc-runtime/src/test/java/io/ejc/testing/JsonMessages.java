package io.ejc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Map;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.Descriptors.EnumValueDescriptor;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.Message;
import org.jspecify.annotations.Nullable;

/**
 * Mesos' JSON as messages, by their descriptors: enums by name, bytes in base64, what is not known
 * is left out. Independent of the project's own reading.
 */
final class JsonMessages {

  private JsonMessages() {}

  static Message message(JsonNode json, Message empty) {
    Message.Builder builder = empty.newBuilderForType();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      FieldDescriptor field = builder.getDescriptorForType().findFieldByName(entry.getKey());
      if (field == null || entry.getValue().isNull()) {
        continue;
      }
      if (field.isRepeated()) {
        for (JsonNode element : entry.getValue()) {
          Object value = value(element, field, builder);
          if (value != null) {
            builder.addRepeatedField(field, value);
          }
        }
      } else {
        Object value = value(entry.getValue(), field, builder);
        if (value != null) {
          builder.setField(field, value);
        }
      }
    }
    return builder.buildPartial();
  }

  private static @Nullable Object value(
      JsonNode json, FieldDescriptor field, Message.Builder parent) {
    return switch (field.getJavaType()) {
      case MESSAGE -> message(json, parent.newBuilderForField(field).getDefaultInstanceForType());
      case ENUM -> {
        EnumValueDescriptor known = field.getEnumType().findValueByName(json.asText());
        yield known;
      }
      case STRING -> json.asText();
      case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(json.asText()));
      case BOOLEAN -> json.asBoolean();
      case INT -> (int) json.asLong();
      case LONG -> json.asLong();
      case FLOAT -> (float) json.asDouble();
      case DOUBLE -> json.asDouble();
    };
  }
}
