package io.ejc.internal.localcluster;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.protobuf.Message;
import org.apache.mesos.protobuf.Parser;

/** What the scheduler and the executor API have in common: method, media types, body. */
final class CallRequest {

  static final String PROTOBUF = "application/x-protobuf";
  static final String JSON = "application/json";

  private static final int LARGEST_BODY = 64 << 20;

  private CallRequest() {}

  /**
   * Reads the call of a request.
   *
   * @throws Refusal in Mesos' words for a wrong method, media type or body
   */
  static <T extends Message> T read(HttpExchange exchange, Parser<T> parser)
      throws Refusal, IOException {
    byte[] body = body(exchange);
    String method = exchange.getRequestMethod();
    if (!method.equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      throw new Refusal(
          405,
          "405 Method Not Allowed. Expecting one of { 'POST' }, but received '" + method + "'.");
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null) {
      throw Refusal.badRequest("Expecting 'Content-Type' to be present");
    }
    if (type.equals(JSON)) {
      throw new Refusal(
          415,
          "Expecting 'Content-Type' of application/x-protobuf:"
              + " the local cluster does not read application/json yet");
    }
    if (!type.equals(PROTOBUF)) {
      throw new Refusal(
          415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
    }
    try {
      return parser.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw Refusal.badRequest("Failed to parse body into Call protobuf");
    }
  }

  /** Refuses a subscription whose events would have to be anything but protobuf. */
  static void requireProtobufAccepted(HttpExchange exchange) throws Refusal {
    List<String> accept = exchange.getRequestHeaders().get("Accept");
    if (accept == null || accept.isEmpty()) {
      return;
    }
    String all = String.join(",", accept);
    boolean json = false;
    for (String entry : all.split(",", -1)) {
      String range = entry.split(";", 2)[0].strip();
      if (range.equals(PROTOBUF) || range.equals("*/*") || range.equals("application/*")) {
        return;
      }
      json |= range.equals(JSON);
    }
    throw new Refusal(
        406,
        json
            ? "Expecting 'Accept' to allow 'application/x-protobuf':"
                + " the local cluster does not write 'application/json' yet"
            : "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
  }

  private static byte[] body(HttpExchange exchange) throws Refusal, IOException {
    boolean gzip =
        "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
      byte[] body = in.readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        throw new Refusal(413, "Body of more than " + LARGEST_BODY + " bytes");
      }
      return body;
    } catch (ZipException e) {
      throw Refusal.badRequest("Failed to decompress request body");
    }
  }
}
