package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.SandboxFiles.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code /files/browse}, {@code /files/read} and {@code /files/download} of an agent. */
final class FilesEndpoints {

  private static final long LONGEST_DOWNLOAD = 1L << 30;

  private final SandboxFiles files;

  FilesEndpoints(SandboxFiles files) {
    this.files = files;
  }

  void addTo(HttpFront http) {
    for (String end : List.of("", ".json")) {
      http.route("/files/browse" + end, this::browse);
      http.route("/files/read" + end, this::read);
      http.route("/files/download" + end, this::download);
    }
  }

  private void browse(Exchange exchange) throws Refusal, IOException {
    List<Entry> entries = files.list(path(exchange));
    if (entries == null) {
      missing(exchange);
      return;
    }
    exchange.json(
        entries.stream()
            .map(
                entry ->
                    Json.object(
                        "gid", entry.gid(),
                        "mode", entry.permissions(),
                        "mtime", (double) entry.mtime(),
                        "nlink", 1L,
                        "path", entry.path(),
                        "size", entry.size(),
                        "uid", entry.uid()))
            .toList());
  }

  private void read(Exchange exchange) throws Refusal, IOException {
    Path file = files.file(path(exchange));
    if (file == null) {
      missing(exchange);
      return;
    }
    long offset = number(exchange, "offset", -1);
    long length = number(exchange, "length", -1);
    Map<String, Object> answer;
    if (offset < 0) {
      answer = Json.object("data", "", "offset", Files.size(file));
    } else {
      byte[] data = SandboxFiles.read(file, offset, length < 0 ? Long.MAX_VALUE : length);
      answer = Json.object("data", new String(data, StandardCharsets.UTF_8), "offset", offset);
    }
    exchange.json(answer);
  }

  private void download(Exchange exchange) throws Refusal, IOException {
    Path file = files.file(path(exchange));
    if (file == null) {
      missing(exchange);
      return;
    }
    if (Files.size(file) > LONGEST_DOWNLOAD) {
      throw new Refusal(413, "The file has more than " + LONGEST_DOWNLOAD + " bytes");
    }
    exchange.set("Content-Disposition", "attachment; filename=" + file.getFileName());
    exchange.bytes(200, "application/octet-stream", Files.readAllBytes(file));
  }

  private static String path(Exchange exchange) throws Refusal {
    String path = exchange.query("path");
    if (path == null || path.isEmpty()) {
      throw Refusal.badRequest("Expecting 'path=value' in query.\n");
    }
    return path;
  }

  private static long number(Exchange exchange, String name, long otherwise) throws Refusal {
    String text = exchange.query(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("Failed to parse " + name + ": " + text + ".\n");
    }
  }

  private static void missing(Exchange exchange) throws IOException {
    exchange.bytes(404, Exchange.TEXT, new byte[0]);
  }
}
