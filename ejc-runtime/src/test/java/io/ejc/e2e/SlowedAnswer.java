package io.ejc.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The answer to one request for a layer, on its way to an executor; its head has arrived. When the
 * network is done with it, the connection is closed.
 *
 * @param ofApplication whether the executor showed the namespace's secret: only the application's
 *     layers need it
 * @param time how often this layer was asked for by now
 * @param length how many bytes the host sends
 * @param in from the host
 * @param out to the executor
 * @param count told how many bytes have passed
 * @param end of the test
 */
record SlowedAnswer(
    boolean ofApplication,
    int time,
    long length,
    InputStream in,
    OutputStream out,
    LongConsumer count,
    CountDownLatch end) {

  private static final int CHUNK = 64 * 1024;
  private static final long PACE_MS = 50;

  void passAll() throws IOException {
    pass(length);
  }

  /** Passes as many bytes, and no more. */
  void pass(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      byte[] chunk = in.readNBytes((int) Math.min(CHUNK, left));
      if (chunk.length == 0) {
        throw new IOException("the host broke off");
      }
      send(chunk);
      left -= chunk.length;
    }
  }

  /** Passes a byte now and then, for as long as the executor takes them. */
  void trickle() throws IOException, InterruptedException {
    boolean over = false;
    for (long left = length; left > 0 && !over; left--) {
      pass(1);
      over = end.await(PACE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Passes everything, with one byte changed. */
  void damage() throws IOException {
    byte[] first = in.readNBytes(1);
    first[0] ^= 1;
    send(first);
    pass(length - 1);
  }

  private void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    count.accept(bytes.length);
  }
}
