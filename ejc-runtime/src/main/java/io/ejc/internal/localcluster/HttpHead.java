package io.ejc.internal.localcluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the headers of a request (HTTP/1.1, RFC 9112).
 *
 * @param target path and query as sent
 * @param headers by name in any case; several of one name are joined by a comma
 */
record HttpHead(String method, String target, Map<String, String> headers) {

  private static final int LONGEST = 64 << 10;

  /** What is not HTTP; the connection is of no further use. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The next request's head, or null if the client closed the connection between two requests. */
  static @Nullable HttpHead read(InputStream in) throws IOException {
    int[] budget = {LONGEST};
    String first = line(in, budget);
    while (first != null && first.isEmpty()) {
      first = line(in, budget);
    }
    if (first == null) {
      return null;
    }
    String[] parts = first.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new Malformed("request line \"" + first + "\"");
    }
    TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in, budget); ; line = line(in, budget)) {
      if (line == null) {
        throw new Malformed("the connection ended inside the headers");
      }
      if (line.isEmpty()) {
        return new HttpHead(parts[0], parts[1], headers);
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new Malformed("header \"" + line + "\"");
      }
      headers.merge(
          line.substring(0, colon).strip(),
          line.substring(colon + 1).strip(),
          (a, b) -> a + "," + b);
    }
  }

  /** The decoded path, without a slash at its end. */
  String path() throws Malformed {
    String raw = target.split("\\?", 2)[0];
    String path;
    try {
      path = new URI(raw.startsWith("//") ? raw.substring(1) : raw).getPath();
    } catch (URISyntaxException e) {
      throw new Malformed("path \"" + raw + "\"");
    }
    String text = path == null ? "/" : path;
    return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** The query's decoded names and values; of several of one name the last. */
  Map<String, String> query() {
    int mark = target.indexOf('?');
    return mark < 0 ? Map.of() : form(target.substring(mark + 1));
  }

  /** Names and values as a form sends them. */
  static Map<String, String> form(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : text.split("&", -1)) {
      String[] parts = field.split("=", 2);
      if (!parts[0].isEmpty()) {
        fields.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not percent-encoded after all.
      return text;
    }
  }

  private static @Nullable String line(InputStream in, int[] budget) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.isEmpty()) {
          return null;
        }
        throw new Malformed("the connection ended inside a line");
      }
      if (--budget[0] < 0) {
        throw new Malformed("a head of more than " + LONGEST + " bytes");
      }
      line.append((char) c);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }
}
