package io.ejc.internal.localcluster;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a request, by its length or in chunks, and never more than is allowed. */
final class HttpBody {

  static final int LARGEST = 64 << 20;

  private static final int LONGEST_LINE = 1 << 10;

  private HttpBody() {}

  /** More than is read; the connection is of no further use. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("Body of more than " + LARGEST + " bytes");
    }
  }

  static byte[] read(HttpHead head, InputStream in) throws IOException {
    String encoding = head.headers().getOrDefault("Transfer-Encoding", "");
    if (encoding.equalsIgnoreCase("chunked")) {
      return chunks(in);
    }
    String length = head.headers().get("Content-Length");
    return length == null ? new byte[0] : exactly(in, size(length.strip(), 10));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = size(line(in).split(";", 2)[0].strip(), 16);
      if (length == 0) {
        while (!line(in).isEmpty()) {
          // Trailers say nothing here.
        }
        return body.toByteArray();
      }
      if (body.size() + (long) length > LARGEST) {
        throw new TooLarge();
      }
      body.write(exactly(in, length));
      if (!line(in).isEmpty()) {
        throw new HttpHead.Malformed("a chunk that is longer than it said");
      }
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended inside a body");
    }
    return bytes;
  }

  private static int size(String digits, int radix) throws IOException {
    long value;
    try {
      value = Long.parseLong(digits, radix);
    } catch (NumberFormatException e) {
      throw new HttpHead.Malformed("length \"" + digits + "\"");
    }
    if (value < 0) {
      throw new HttpHead.Malformed("length " + value);
    }
    if (value > LARGEST) {
      throw new TooLarge();
    }
    return (int) value;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended inside a body");
      }
      if (line.length() == LONGEST_LINE) {
        throw new HttpHead.Malformed("a chunk's line of more than " + LONGEST_LINE + " bytes");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
