package io.ejc.internal.localcluster;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads RecordIO, written for the tests alone so that no bug of the framing can hide itself. */
final class RecordReader {

  private final InputStream in;

  RecordReader(InputStream in) {
    this.in = in;
  }

  /** The next record, or null at the end of the stream. */
  byte @Nullable [] next() throws IOException {
    long length = -1;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (length < 0) {
          return null;
        }
        throw new EOFException("in a length");
      }
      if (c < '0' || c > '9') {
        throw new IOException("not a digit: " + c);
      }
      length = Math.max(length, 0) * 10 + (c - '0');
    }
    byte[] record = in.readNBytes((int) length);
    if (record.length < length) {
      throw new EOFException("in a record");
    }
    return record;
  }
}
