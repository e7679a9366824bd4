package io.ejc.internal.localcluster;

import io.ejc.internal.wire.RecordIo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.mesos.protobuf.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription over HTTP. The owner of the state drops events in, a thread of the connection
 * writes each as one chunk. A subscriber that lets too much pile up is cut off: this JVM is also
 * its host's.
 */
final class EventStream implements EventSink {

  /** Unread bytes that are kept for one subscriber. One event may be larger by itself. */
  static final long LARGEST_BACKLOG = 64L << 20;

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final byte[] END = new byte[0];
  private static final byte[] CUT = new byte[0];
  private static final byte[] LINE = {'\r', '\n'};

  private final MediaType type;
  private final String subscriber;
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final AtomicLong backlog = new AtomicLong();
  private volatile boolean open = true;
  private volatile Runnable closer = () -> {};

  /**
   * @param subscriber its name in the log
   */
  EventStream(MediaType type, String subscriber) {
    this.type = type;
    this.subscriber = subscriber;
  }

  MediaType type() {
    return type;
  }

  /** What closes the connection under a writer that is stuck. */
  void closedBy(Runnable connection) {
    closer = connection;
  }

  @Override
  public void send(Message event) {
    if (!open) {
      return;
    }
    byte[] frame = RecordIo.frame(type.write(event));
    long waiting = backlog.getAndAdd(frame.length);
    if (waiting > 0 && waiting + frame.length > LARGEST_BACKLOG) {
      log.warn(
          "{} is disconnected: {} bytes of events wait to be read (expected: at most {})",
          subscriber,
          waiting,
          LARGEST_BACKLOG);
      cut();
      closer.run();
      return;
    }
    frames.add(frame);
  }

  /** Any thread: the last chunk follows what was sent. */
  @Override
  public void end() {
    open = false;
    frames.add(END);
  }

  /** Any thread: nothing more is written, not even the last chunk; the connection is closed. */
  void cut() {
    open = false;
    frames.clear();
    frames.add(CUT);
  }

  boolean isOpen() {
    return open;
  }

  /**
   * The writer's thread: writes until the end.
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
      out.write(chunk(frame));
      out.flush();
      backlog.addAndGet(-frame.length);
    }
  }

  private static byte[] chunk(byte[] frame) {
    byte[] head =
        (Integer.toHexString(frame.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] chunk = new byte[head.length + frame.length + LINE.length];
    System.arraycopy(head, 0, chunk, 0, head.length);
    System.arraycopy(frame, 0, chunk, head.length, frame.length);
    System.arraycopy(LINE, 0, chunk, head.length + frame.length, LINE.length);
    return chunk;
  }
}
