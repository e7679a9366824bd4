package io.ejc.internal.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET} and {@code HEAD} of layers; all else is not found, and the answer says so.
 */
final class LayerHandler implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(LayerHandler.class);

  private static final Pattern LAYER_PATH = Pattern.compile("/layers/(?:([0-9a-f]{64})\\.jar)?");
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Shelf shelf;
  private final SentBytes sent;
  private final Standstill standstill;

  LayerHandler(Shelf shelf, SentBytes sent, Standstill standstill) {
    this.shelf = shelf;
    this.sent = sent;
    this.standstill = standstill;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher path = LAYER_PATH.matcher(exchange.getRequestURI().getRawPath());
      if (!isRead(exchange) || !path.matches()) {
        notFound(exchange, "There is nothing here.");
        return;
      }
      String sha256 = path.group(1);
      if ((sha256 == null || !shelf.isOpen(sha256)) && !shelf.mayRead(authorization(exchange))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"ejc-layers\"");
        text(exchange, 401, "This needs the application's secret (Authorization: Bearer ...).");
      } else if (sha256 == null) {
        text(exchange, 200, listing());
      } else {
        layer(exchange, sha256);
      }
    }
  }

  private void layer(HttpExchange exchange, String sha256) throws IOException {
    Optional<LayerFile> layer = shelf.find(sha256);
    if (layer.isEmpty()) {
      notFound(exchange, "This host does not serve layer " + sha256 + ".");
    } else if (!layer.get().isUnchanged()) {
      log.warn(
          "layer {} is not served: {} changed after the start; start the application again",
          sha256,
          layer.get().path());
      notFound(exchange, "The file of layer " + sha256 + " changed after the host's start.");
    } else {
      serve(exchange, sha256, layer.get());
    }
  }

  private static Optional<String> authorization(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  /** How many bytes of each layer were sent, a layer a line. */
  private String listing() {
    return sent.all().entrySet().stream()
        .map(layer -> layer.getKey() + " " + layer.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static boolean isRead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET") || isHead(exchange);
  }

  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private void serve(HttpExchange exchange, String sha256, LayerFile layer) throws IOException {
    String etag = '"' + sha256 + '"';
    Headers headers = exchange.getResponseHeaders();
    headers.set("ETag", etag);
    headers.set("Cache-Control", "private, max-age=31536000, immutable");
    headers.set("Accept-Ranges", "bytes");
    ByteRange range = range(exchange.getRequestHeaders(), etag, layer.size());
    if (range.kind() == ByteRange.Kind.OUTSIDE) {
      headers.set("Content-Range", range.contentRange(layer.size()));
      text(exchange, 416, "The layer has " + layer.size() + " bytes.");
      return;
    }
    headers.set("Content-Type", "application/java-archive");
    int status = 200;
    if (range.kind() == ByteRange.Kind.PART) {
      status = 206;
      headers.set("Content-Range", range.contentRange(layer.size()));
    }
    if (isHead(exchange)) {
      headers.set("Content-Length", Long.toString(range.length()));
      exchange.sendResponseHeaders(status, -1);
    } else {
      // a length of 0 would mean "chunked" to the JDK's server, -1 means "no body"
      exchange.sendResponseHeaders(status, range.length() == 0 ? -1 : range.length());
      try (Standstill.Answer answer = standstill.watch(exchange)) {
        copy(sha256, layer, range, exchange.getResponseBody(), answer);
      }
      log.info(
          "layer {}: {} bytes sent to {}", sha256, range.length(), exchange.getRemoteAddress());
    }
  }

  private static ByteRange range(Headers request, String etag, long size) {
    Optional<String> wanted = Optional.ofNullable(request.getFirst("Range"));
    boolean sameFile =
        Optional.ofNullable(request.getFirst("If-Range")).map(etag::equals).orElse(true);
    return wanted
        .filter(header -> sameFile)
        .map(header -> ByteRange.parse(header, size))
        .orElseGet(() -> ByteRange.whole(size));
  }

  private void copy(
      String sha256, LayerFile layer, ByteRange range, OutputStream out, Standstill.Answer answer)
      throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(layer.path())) {
      channel.position(range.from());
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      long left = range.length();
      while (left > 0) {
        buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
        int read = channel.read(buffer);
        if (read < 0) {
          throw new EOFException(layer.path() + " became shorter while it was sent");
        }
        out.write(buffer.array(), 0, read);
        answer.moves();
        sent.add(sha256, read);
        left -= read;
      }
    }
  }

  private static void notFound(HttpExchange exchange, String sentence) throws IOException {
    text(exchange, 404, sentence);
  }

  private static void text(HttpExchange exchange, int status, String sentence) throws IOException {
    byte[] body = (sentence + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    if (isHead(exchange)) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
