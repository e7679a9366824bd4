package io.ejc.internal.localcluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** Brings the content of a URI (http, https, file, or a plain absolute path) into a file. */
final class Download {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(60);

  private Download() {}

  static void to(Path target, String uri) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException("'" + target + "' is not a file");
    }
    Files.createDirectories(directory);
    Path part = Files.createTempFile(directory, ".fetch-", ".part");
    try {
      try (InputStream in = open(uri)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The last name of a URI's path: the file's name in the sandbox. */
  static String basename(String uri) throws IOException {
    String path = uri.startsWith("/") ? uri : parse(uri).getPath();
    String name = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IOException("URI '" + uri + "' has no file name");
    }
    return name;
  }

  private static InputStream open(String uri) throws IOException {
    if (uri.startsWith("/")) {
      return Files.newInputStream(Path.of(uri));
    }
    URI parsed = parse(uri);
    String scheme = parsed.getScheme() == null ? "" : parsed.getScheme();
    return switch (scheme) {
      case "file" -> Files.newInputStream(Path.of(parsed.getPath()));
      case "http", "https" -> http(parsed.toURL());
      default ->
          throw new IOException(
              "URI '"
                  + uri
                  + "' cannot be fetched (expected: http, https, file or an absolute path)");
    };
  }

  private static InputStream http(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) READ.toMillis());
    connection.setUseCaches(false);
    if (connection instanceof HttpURLConnection http) {
      int status = http.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        http.disconnect();
        throw new IOException("Error downloading '" + url + "', received HTTP status " + status);
      }
    }
    return connection.getInputStream();
  }

  private static URI parse(String uri) throws IOException {
    try {
      return URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new IOException("URI '" + uri + "' is malformed: " + e.getMessage(), e);
    }
  }
}
