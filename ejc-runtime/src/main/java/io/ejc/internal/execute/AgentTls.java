package io.ejc.internal.execute;

import io.ejc.internal.wire.TlsFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent speaks TLS, and how it is known. Mesos tells it in the environment, where the
 * agent hands on what its own libprocess uses (Mesos, "SSL", {@code LIBPROCESS_SSL_ENABLED} and its
 * kin, older agents without {@code LIBPROCESS_}); the host may say it in system properties, which
 * count more. Files are named, never sent: they lie on the agent.
 */
final class AgentTls {

  static final String ENABLED = "ejc.executor.tls.enabled";
  static final String CA = "ejc.executor.tls.ca";
  static final String VERIFY_HOSTNAME = "ejc.executor.tls.verifyHostname";

  private final Map<String, String> environment;
  private final Function<String, @Nullable String> properties;

  private AgentTls(Map<String, String> environment, Function<String, @Nullable String> properties) {
    this.environment = environment;
    this.properties = properties;
  }

  /**
   * What the agent is spoken to with; empty for plain HTTP.
   *
   * @throws IllegalArgumentException when a file cannot be used; a sentence for people
   */
  static Optional<SSLContext> of(
      Map<String, String> environment, Function<String, @Nullable String> properties) {
    AgentTls tls = new AgentTls(environment, properties);
    boolean speaks = "true".equals(properties.apply(ENABLED)) || tls.says("ENABLED");
    return speaks ? Optional.of(tls.files().context()) : Optional.empty();
  }

  private TlsFiles files() {
    Optional<String> ca = Optional.ofNullable(properties.apply(CA)).or(() -> value("CA_FILE"));
    // The agent's own key may be in any format: it is read only where clients must show one.
    boolean shows = says("REQUIRE_CLIENT_CERT") || says("REQUIRE_CERT");
    return new TlsFiles(
        "ejc.executor.tls",
        ca.map(AgentTls::path),
        shows ? value("CERT_FILE").map(AgentTls::path) : Optional.empty(),
        shows ? value("KEY_FILE").map(AgentTls::path) : Optional.empty(),
        !"false".equals(properties.apply(VERIFY_HOSTNAME)));
  }

  private boolean says(String name) {
    return value(name).filter(text -> text.equals("1") || text.equals("true")).isPresent();
  }

  private Optional<String> value(String name) {
    return Stream.of("LIBPROCESS_SSL_" + name, "SSL_" + name)
        .flatMap(variable -> Optional.ofNullable(environment.get(variable)).stream())
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(CA + ": " + text + " (expected: a path)", e);
    }
  }
}
