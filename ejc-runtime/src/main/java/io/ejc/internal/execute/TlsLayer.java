package io.ejc.internal.execute;

import io.ejc.internal.execute.boot.Boot;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Reads layers from a store that speaks TLS, whose certificate this JVM must trust. Hosts speak
 * none, so the boot does without.
 */
final class TlsLayer {

  private TlsLayer() {}

  /**
   * Appends what is missing of a layer.
   *
   * @param address the layer's
   * @param shown what the store is shown as {@code Authorization}; empty for nothing
   * @param layer what to get
   * @param have how many bytes there are of it
   * @param patienceMs how long the store may send nothing, or too little
   * @throws IOException in words that follow the address; what came until then is kept
   */
  static void append(String address, String shown, Boot layer, long have, int patienceMs)
      throws IOException {
    if (!(URI.create(address).toURL().openConnection() instanceof HttpURLConnection connection)) {
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
        layer.copy(in, goesOn ? have : 0, patienceMs);
      }
    } finally {
      connection.disconnect();
    }
  }
}
