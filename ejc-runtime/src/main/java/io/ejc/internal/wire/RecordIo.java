package io.ejc.internal.wire;

import java.nio.charset.StandardCharsets;

/**
 * The framing of a Mesos event stream (Mesos v1 HTTP API, "RecordIO"): the number of bytes in
 * decimal digits, a newline, the bytes. {@link RecordReader} is the other direction.
 */
public final class RecordIo {

  private RecordIo() {}

  /**
   * Frames one record.
   *
   * @param record its bytes, may be empty
   * @return the length line and the bytes
   */
  public static byte[] frame(byte[] record) {
    byte[] line = (record.length + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] framed = new byte[line.length + record.length];
    System.arraycopy(line, 0, framed, 0, line.length);
    System.arraycopy(record, 0, framed, line.length, record.length);
    return framed;
  }
}
