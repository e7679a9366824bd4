package io.ejc.internal.localcluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** One request and the way to answer it, once. For the thread of its connection. */
final class Exchange {

  static final String TEXT = "text/plain; charset=utf-8";

  private static final int SMALLEST_GZIP = 1_024;

  private final HttpHead head;
  private final String path;
  private final byte[] body;
  private final HttpConnection connection;
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();

  Exchange(HttpHead head, byte[] body, HttpConnection connection) throws IOException {
    this.head = head;
    this.path = head.path();
    this.body = body;
    this.connection = connection;
  }

  String method() {
    return head.method();
  }

  /** Decoded, without a slash at its end. */
  String path() {
    return path;
  }

  /** Path and query as they were sent. */
  String target() {
    return head.target();
  }

  @Nullable String header(String name) {
    return head.headers().get(name);
  }

  @Nullable String query(String name) {
    return head.query().get(name);
  }

  /**
   * The body, unpacked if it was compressed.
   *
   * @throws Refusal if it cannot be unpacked or is too large then
   */
  byte[] body() throws Refusal, IOException {
    if (!"gzip".equalsIgnoreCase(header("Content-Encoding"))) {
      return body;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] unpacked = in.readNBytes(HttpBody.LARGEST + 1);
      if (unpacked.length > HttpBody.LARGEST) {
        throw new Refusal(413, "Body of more than " + HttpBody.LARGEST + " bytes");
      }
      return unpacked;
    } catch (ZipException | EOFException e) {
      throw Refusal.badRequest("Failed to decompress request body");
    }
  }

  String bodyText() throws Refusal, IOException {
    return new String(body(), StandardCharsets.UTF_8);
  }

  /**
   * Refuses every method but one.
   *
   * @throws Refusal in Mesos' words
   */
  void require(String method) throws Refusal {
    if (!method().equals(method)) {
      set("Allow", method);
      throw new Refusal(
          405,
          "405 Method Not Allowed. Expecting one of { '"
              + method
              + "' }, but received '"
              + method()
              + "'.");
    }
  }

  /** A header of the answer. */
  void set(String name, String value) {
    answerHeaders.put(name, value);
  }

  void empty(int status) throws IOException {
    connection.answer(status, answerHeaders, new byte[0], true);
  }

  /** A sentence, as Mesos writes its errors. */
  void text(int status, String sentence) throws IOException {
    bytes(status, TEXT, sentence.getBytes(StandardCharsets.UTF_8));
  }

  /** Compressed if the client takes that, as Mesos does it. */
  void json(Object value) throws IOException {
    byte[] text = Json.print(value).getBytes(StandardCharsets.UTF_8);
    String accepted = header("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip") && text.length >= SMALLEST_GZIP) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(text);
      }
      set("Content-Encoding", "gzip");
      text = packed.toByteArray();
    }
    bytes(200, MediaType.JSON.text(), text);
  }

  void bytes(int status, String type, byte[] content) throws IOException {
    set("Content-Type", type);
    connection.answer(status, answerHeaders, content, !method().equals("HEAD"));
  }

  /**
   * The answer is a stream of events: written by a thread of its own until it ends, while this one
   * waits for the client to leave.
   *
   * @throws IOException if the client left, or the stream was cut
   */
  void stream(EventStream events) throws IOException {
    set("Content-Type", events.type().text());
    connection.stream(answerHeaders, events);
  }
}
