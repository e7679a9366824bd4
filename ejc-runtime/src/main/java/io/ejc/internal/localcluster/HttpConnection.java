package io.ejc.internal.localcluster;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client. Its thread reads requests and answers them in order; it is never idle
 * for long without noticing that the client has gone.
 */
final class HttpConnection implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Serve serve;
  private final Executor writers;
  private final InstantSource clock;

  HttpConnection(Socket socket, Serve serve, Executor writers, InstantSource clock)
      throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    this.serve = serve;
    this.writers = writers;
    this.clock = clock;
  }

  /** Answers one request. */
  interface Serve {
    void serve(Exchange exchange) throws IOException;
  }

  @Override
  public void run() {
    try (socket) {
      for (HttpHead head = HttpHead.read(in); head != null; head = HttpHead.read(in)) {
        continueIfAsked(head);
        serve.serve(new Exchange(head, HttpBody.read(head, in), this));
        if ("close".equalsIgnoreCase(head.headers().get("Connection"))) {
          return;
        }
      }
    } catch (HttpHead.Malformed e) {
      refuse(400, "Malformed HTTP: " + e.getMessage());
    } catch (HttpBody.TooLarge e) {
      refuse(413, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      log.trace("a client has gone: {}", e.toString());
    }
  }

  /** Any thread: whatever the connection's threads do now fails. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      log.trace("a connection did not close: {}", e.toString());
    }
  }

  void answer(int status, Map<String, String> headers, byte[] body, boolean write)
      throws IOException {
    StringBuilder head = head(status, headers);
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[start.length + (write ? body.length : 0)];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, all.length - start.length);
    out.write(all);
    out.flush();
  }

  void stream(Map<String, String> headers, EventStream events) throws IOException {
    StringBuilder head = head(200, headers);
    head.append("Transfer-Encoding: chunked\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    events.closedBy(this::cut);
    try {
      writers.execute(() -> pump(events));
    } catch (RejectedExecutionException e) {
      throw new IOException("the listener has stopped", e);
    }
    in.mark(1);
    int next = in.read();
    if (next < 0 || events.isOpen()) {
      // A request in the middle of a stream would tear it with Mesos; here it ends the connection.
      throw new EOFException(next < 0 ? "the client left" : "a request on a stream's connection");
    }
    in.reset();
  }

  private void pump(EventStream events) {
    try {
      if (events.pump(out)) {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      } else {
        cut();
      }
    } catch (IOException e) {
      cut();
    } catch (InterruptedException e) {
      cut();
      Thread.currentThread().interrupt();
    }
  }

  /** A client that waits for it before it sends its body. */
  private void continueIfAsked(HttpHead head) throws IOException {
    if ("100-continue".equalsIgnoreCase(head.headers().get("Expect")) && in.available() == 0) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
  }

  private void refuse(int status, String sentence) {
    try {
      answer(
          status,
          Map.of("Content-Type", Exchange.TEXT),
          sentence.getBytes(StandardCharsets.UTF_8),
          true);
      socket.shutdownOutput();
      // What is still on its way is taken in, or the system would drop the answer with it.
      in.skipNBytes(HttpBody.LARGEST);
    } catch (IOException e) {
      log.trace("a client has gone: {}", e.toString());
    }
  }

  private StringBuilder head(int status, Map<String, String> headers) {
    StringBuilder head =
        new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason(status));
    head.append("\r\nDate: ")
        .append(
            DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)))
        .append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head;
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 307 -> "Temporary Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 413 -> "Request Entity Too Large";
      case 415 -> "Unsupported Media Type";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      default -> "Status " + status;
    };
  }
}
