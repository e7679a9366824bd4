package io.ejc.internal.execute;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads layers from a store that speaks TLS, whose certificate this JVM must trust. Hosts speak
 * none, so the boot does without.
 */
final class TlsLayer {

  private static final int CHUNK = 64 * 1024;

  private TlsLayer() {}

  /**
   * Appends what is missing of a layer.
   *
   * @param base the store's address
   * @param shown what it is shown as {@code Authorization}; empty for nothing
   * @param sha256 the layer
   * @param size how many bytes it has
   * @param part what there is of it; made if missing
   * @param patienceMs how long the store may send nothing
   * @throws IOException in words that follow the address; what came until then is kept
   */
  static void append(String base, String shown, String sha256, long size, Path part, int patienceMs)
      throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (!(URI.create(base + sha256 + ".jar").toURL().openConnection()
        instanceof HttpURLConnection connection)) {
      throw new IOException("is no address of HTTP");
    }
    try {
      connection.setInstanceFollowRedirects(false); // credentials go to the store alone
      connection.setConnectTimeout(patienceMs);
      connection.setReadTimeout(patienceMs);
      if (!shown.isEmpty()) {
        connection.setRequestProperty("Authorization", shown);
      }
      if (have > 0) {
        connection.setRequestProperty("Range", "bytes=" + have + "-");
      }
      int status = connection.getResponseCode();
      String range = String.valueOf(connection.getHeaderField("Content-Range"));
      boolean goesOn =
          status == HttpURLConnection.HTTP_PARTIAL && range.startsWith("bytes " + have + "-");
      if (status != HttpURLConnection.HTTP_OK && !goesOn) {
        throw new IOException("answered " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        copy(in, part, goesOn ? have : 0, size);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static void copy(InputStream in, Path part, long have, long size) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long got = have;
    try (OutputStream out =
        Files.newOutputStream(
            part,
            StandardOpenOption.CREATE,
            have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (got < size) {
        int read = in.read(chunk, 0, (int) Math.min(CHUNK, size - got));
        if (read < 0) {
          throw new IOException("broke off after " + got + " of " + size + " bytes");
        }
        out.write(chunk, 0, read);
        got += read;
      }
    }
  }
}
