package io.ejc.internal.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a Mesos event stream one by one (framing: {@link RecordIo}).
 *
 * <p>Trusts nothing that it reads: memory is taken as bytes arrive and never because a length line
 * announced them. After an exception the place in the stream is lost and the reader is of no
 * further use. For one thread at a time.
 */
public final class RecordReader {

  private static final int MAX_DIGITS = 20;
  private static final int FIRST_CHUNK = 8 * 1024;

  private final InputStream in;
  private final int maxRecordBytes;
  private long records;
  private long position;

  /**
   * Reads from a stream, which remains the caller's to close.
   *
   * @param in the body of the stream; buffered here
   * @param maxRecordBytes how many bytes one record may have
   */
  public RecordReader(InputStream in, int maxRecordBytes) {
    if (maxRecordBytes < 1) {
      throw new IllegalArgumentException(
          "maxRecordBytes: " + maxRecordBytes + " (expected: 1 or more)");
    }
    this.in = new BufferedInputStream(in);
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Waits for the next record.
   *
   * @return its bytes; null when the stream ended between two records
   * @throws IOException when the stream failed, ended inside a record, or is not RecordIO; what and
   *     where is in the message
   */
  public byte @Nullable [] next() throws IOException {
    long start = position;
    int first = in.read();
    if (first < 0) {
      return null;
    }
    position++;
    int length = length(first, start);
    byte[] record = body(length, start);
    records++;
    return record;
  }

  private int length(int first, long start) throws IOException {
    StringBuilder digits = new StringBuilder(MAX_DIGITS);
    int next = first;
    while (next != '\n') {
      if (next < 0) {
        throw broken(start, "the stream ended inside the length line \"" + digits + "\"");
      }
      if (next < '0' || next > '9') {
        throw badLength(start, digits + printable(next));
      }
      if (digits.length() == MAX_DIGITS) {
        throw badLength(start, digits + "...");
      }
      digits.append((char) next);
      next = in.read();
      position += next < 0 ? 0 : 1;
    }
    if (digits.isEmpty()) {
      throw badLength(start, "");
    }
    return checked(digits.toString(), start);
  }

  private int checked(String digits, long start) throws IOException {
    long length = 0;
    for (int i = 0; i < digits.length() && length <= maxRecordBytes; i++) {
      length = length * 10 + (digits.charAt(i) - '0');
    }
    if (length > maxRecordBytes) {
      throw broken(
          start, "length: " + digits + " (expected: at most " + maxRecordBytes + " bytes)");
    }
    return (int) length;
  }

  private byte[] body(int length, long start) throws IOException {
    byte[] bytes = new byte[Math.min(length, FIRST_CHUNK)];
    int have = 0;
    while (have < length) {
      if (have == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * have));
      }
      int read = in.read(bytes, have, bytes.length - have);
      if (read < 0) {
        throw broken(start, "the stream ended after " + have + " of " + length + " bytes");
      }
      have += read;
      position += read;
    }
    return bytes;
  }

  private static String printable(int character) {
    return character > ' ' && character < 0x7f
        ? String.valueOf((char) character)
        : String.format("\\x%02x", character);
  }

  private IOException badLength(long start, String line) {
    return broken(
        start,
        "length line: \"" + line + "\" (expected: 1 to " + MAX_DIGITS + " digits and a newline)");
  }

  private IOException broken(long start, String what) {
    return new IOException(
        "event stream, record " + (records + 1) + " at byte " + start + ": " + what);
  }
}
