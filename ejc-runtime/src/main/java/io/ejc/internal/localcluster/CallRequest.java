package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.protobuf.Message;
import org.jspecify.annotations.Nullable;

/** What the v1 APIs have in common: method, media types, body. */
final class CallRequest {

  /** Every v1 API but the executors'. */
  static final Set<MediaType> BOTH = Set.of(MediaType.JSON, MediaType.PROTOBUF);

  /** The executor API: every executor that is known to speak it speaks protobuf. */
  static final Set<MediaType> PROTOBUF_ONLY = Set.of(MediaType.PROTOBUF);

  private CallRequest() {}

  /**
   * Reads the call of a request.
   *
   * @throws Refusal in Mesos' words for a wrong method, media type or body
   */
  static <T extends Message> T read(Exchange exchange, T prototype, Set<MediaType> understood)
      throws Refusal, IOException {
    exchange.require("POST");
    String type = exchange.header("Content-Type");
    if (type == null) {
      throw Refusal.badRequest("Expecting 'Content-Type' to be present");
    }
    for (MediaType known : understood) {
      if (type.equals(known.text())) {
        return known == MediaType.JSON ? json(exchange, prototype) : protobuf(exchange, prototype);
      }
    }
    throw new Refusal(415, "Expecting 'Content-Type' of " + names(understood, ""));
  }

  /**
   * The form in which the client wants its answer: JSON wherever it is allowed.
   *
   * @throws Refusal if it accepts neither
   */
  static MediaType accepted(Exchange exchange, Set<MediaType> understood) throws Refusal {
    String accept = exchange.header("Accept");
    boolean json = accept == null || allows(accept, MediaType.JSON);
    if (json && understood.contains(MediaType.JSON)) {
      return MediaType.JSON;
    }
    if (accept == null || allows(accept, MediaType.PROTOBUF)) {
      return MediaType.PROTOBUF;
    }
    throw new Refusal(406, "Expecting 'Accept' to allow " + names(understood, "'"));
  }

  /** Answers an operator's call with a message. */
  static void answer(Exchange exchange, Message message) throws Refusal, IOException {
    MediaType type = accepted(exchange, BOTH);
    if (type == MediaType.JSON) {
      exchange.json(MesosJson.print(message));
    } else {
      exchange.bytes(200, type.text(), type.write(message));
    }
  }

  /** What a JSON body says, in the words of Mesos for the message's name. */
  static void fill(Object json, Message.Builder into) throws Refusal {
    try {
      MesosJson.parse(json, into);
    } catch (Json.Invalid e) {
      throw Refusal.badRequest(
          "Failed to convert JSON into "
              + into.getDescriptorForType().getName()
              + " protobuf: "
              + e.text());
    }
  }

  static Object parse(String text) throws Refusal {
    try {
      return Json.parse(text);
    } catch (Json.Invalid e) {
      throw Refusal.badRequest("Failed to parse body into JSON: " + e.text());
    }
  }

  @SuppressWarnings("unchecked") // a builder of a prototype builds what the prototype is
  private static <T extends Message> T json(Exchange exchange, T prototype)
      throws Refusal, IOException {
    Message.Builder builder = prototype.newBuilderForType();
    fill(parse(new String(exchange.body(), StandardCharsets.UTF_8)), builder);
    return (T) builder.build();
  }

  @SuppressWarnings("unchecked") // as above
  private static <T extends Message> T protobuf(Exchange exchange, T prototype)
      throws Refusal, IOException {
    try {
      return (T) prototype.getParserForType().parseFrom(exchange.body());
    } catch (InvalidProtocolBufferException e) {
      throw Refusal.badRequest("Failed to parse body into Call protobuf");
    }
  }

  private static boolean allows(String accept, MediaType type) {
    for (String entry : accept.split(",", -1)) {
      String range = entry.split(";", 2)[0].strip();
      if (range.equals(type.text()) || range.equals("*/*") || range.equals("application/*")) {
        return true;
      }
    }
    return false;
  }

  private static String names(Set<MediaType> understood, @Nullable String quote) {
    String json = quote + MediaType.JSON.text() + quote;
    String protobuf = quote + MediaType.PROTOBUF.text() + quote;
    if (!understood.contains(MediaType.JSON)) {
      return protobuf;
    }
    return "'".equals(quote) ? protobuf + " or " + json : json + " or " + protobuf;
  }
}
