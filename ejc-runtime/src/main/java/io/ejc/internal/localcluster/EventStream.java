package io.ejc.internal.localcluster;

import io.ejc.internal.wire.RecordIo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.mesos.protobuf.MessageLite;

/**
 * One subscription. The owner of the state drops events in, the HTTP thread of the subscription
 * writes each as one chunk. Events after the end are dropped.
 */
final class EventStream {

  private static final byte[] END = new byte[0];
  private static final byte[] CUT = new byte[0];

  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private volatile boolean open = true;

  /** Any thread. */
  void send(MessageLite event) {
    if (open) {
      frames.add(RecordIo.frame(event.toByteArray()));
    }
  }

  /** Any thread: the last chunk follows what was sent. */
  void end() {
    open = false;
    frames.add(END);
  }

  /** Any thread: nothing more is written, not even the last chunk; the connection is closed. */
  void cut() {
    open = false;
    frames.add(CUT);
  }

  boolean isOpen() {
    return open;
  }

  /**
   * The HTTP thread of the subscription: writes until the end.
   *
   * @return true after {@link #end()}, false after {@link #cut()}
   * @throws IOException if the subscriber is gone
   */
  boolean pump(OutputStream out) throws IOException, InterruptedException {
    while (true) {
      byte[] frame = frames.take();
      if (frame == END || frame == CUT) {
        return frame == END;
      }
      out.write(frame);
      out.flush();
    }
  }
}
