package io.ejc.internal.mesos;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Who this framework is to the master: HTTP basic authentication (Mesos, {@code
 * --authenticate_http_frameworks}).
 *
 * @param principal its name there; also the principal of the FrameworkInfo, where any other is
 *     refused
 * @param secret what proves it; never printed
 */
public record Credentials(String principal, String secret) {

  private static final Pattern PRINCIPAL = Pattern.compile("[^:\\p{Cntrl}]+");

  /** Checks what HTTP basic authentication cannot carry. */
  public Credentials {
    if (!PRINCIPAL.matcher(principal).matches()) {
      throw new IllegalArgumentException(
          "ejc.mesos.principal: \""
              + principal.replaceAll("\\p{Cntrl}", "?")
              + "\" (expected: some text without colon and control characters)");
    }
    if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "ejc.mesos.secret: *** (expected: one line of text without control characters)");
    }
  }

  /** The value of the header {@code Authorization}. */
  String authorization() {
    byte[] pair = (principal + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return principal + ":***";
  }
}
