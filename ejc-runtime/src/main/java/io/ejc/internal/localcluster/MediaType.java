package io.ejc.internal.localcluster;

import java.nio.charset.StandardCharsets;
import org.apache.mesos.protobuf.Message;

/** The two forms of Mesos' messages. */
enum MediaType {
  JSON("application/json"),
  PROTOBUF("application/x-protobuf");

  private final String text;

  MediaType(String text) {
    this.text = text;
  }

  /** As it stands in Content-Type. */
  String text() {
    return text;
  }

  byte[] write(Message message) {
    return this == PROTOBUF
        ? message.toByteArray()
        : Json.print(MesosJson.print(message)).getBytes(StandardCharsets.UTF_8);
  }
}
