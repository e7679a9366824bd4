package io.ejc.internal.model;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What an executor says of the machine it runs on, when it is asked to look instead of to work.
 * Travels as the message of an {@link AttemptReport}.
 *
 * @param java the version of its JVM
 * @param user the Unix user it runs as
 * @param clock what the machine's clock shows
 * @param sandboxProblem why no file can be written in the sandbox; empty when one can
 */
public record ProbeAnswer(String java, String user, Instant clock, String sandboxProblem) {

  private static final String JAVA = "java=";
  private static final String USER = "user=";
  private static final String CLOCK = "clock=";
  private static final String SANDBOX = "sandbox=";
  private static final String SEPARATOR = "; ";

  /** The inverse of {@link #toString()}; empty when the text is no answer. */
  public static Optional<ProbeAnswer> parse(String text) {
    String[] parts = text.split(SEPARATOR, 4);
    if (parts.length != 4
        || !parts[0].startsWith(JAVA)
        || !parts[1].startsWith(USER)
        || !parts[2].startsWith(CLOCK)
        || !parts[3].startsWith(SANDBOX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProbeAnswer(
              parts[0].substring(JAVA.length()),
              parts[1].substring(USER.length()),
              Instant.parse(parts[2].substring(CLOCK.length())),
              parts[3].substring(SANDBOX.length())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return String.join(
        SEPARATOR, JAVA + java, USER + user, CLOCK + clock, SANDBOX + sandboxProblem);
  }
}
