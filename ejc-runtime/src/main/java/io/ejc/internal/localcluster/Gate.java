package io.ejc.internal.localcluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak to the scheduler API: anybody while there are no credentials, else those who know a
 * principal's secret (HTTP basic authentication, RFC 7617).
 */
final class Gate {

  private static final String SCHEME = "Basic ";

  private final Map<String, String> credentials;

  Gate(Map<String, String> credentials) {
    this.credentials = Map.copyOf(credentials);
  }

  /**
   * The authenticated principal; null if nobody has to be one.
   *
   * @throws Refusal 401 in Mesos' words
   */
  @Nullable String principal(Exchange exchange) throws Refusal {
    if (credentials.isEmpty()) {
      return null;
    }
    String[] parts = decoded(exchange.header("Authorization")).split(":", 2);
    String secret = credentials.get(parts[0]);
    if (parts.length != 2 || secret == null || !same(secret, parts[1])) {
      exchange.set("WWW-Authenticate", "Basic realm=\"mesos-master-scheduler\"");
      throw new Refusal(401, "401 Unauthorized.");
    }
    return parts[0];
  }

  private static String decoded(@Nullable String header) {
    if (header == null || !header.startsWith(SCHEME)) {
      return "";
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not base64: nobody's name.
      return "";
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
