package io.ejc.internal.wire;

import java.nio.charset.StandardCharsets;

/** The framing of Mesos' event streams: a record's length in decimal digits, a newline, the record. */
public final class RecordIo {

  private RecordIo() {}

  /**
   * Frames one record.
   *
   * @param record the bytes of one message
   * @return a new array: length, newline, record
   */
  public static byte[] frame(byte[] record) {
    byte[] head = (record.length + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] framed = new byte[head.length + record.length];
    System.arraycopy(head, 0, framed, 0, head.length);
    System.arraycopy(record, 0, framed, head.length, record.length);
    return framed;
  }
}
