package io.ejc.internal.zookeeper;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a namespace in ZooKeeper is reached.
 *
 * @param servers {@code host:port} of the servers, commas between them; the port may be absent
 *     (2181)
 * @param root the absolute path below which everything is kept, such as {@code /ejc/shop}
 * @param sessionTimeout how long the servers wait for a silent host before another may lead; they
 *     may bring it within bounds of their own
 * @param connectionTimeout how long to wait for the first answer of a server
 * @param credentials {@code user:password} of ZooKeeper's digest scheme; what is created can then
 *     be read and written with it alone
 */
public record ZooKeeperSettings(
    String servers,
    String root,
    Duration sessionTimeout,
    Duration connectionTimeout,
    Optional<String> credentials) {

  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
  private static final Pattern ROOT = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

  /** Checks the settings. */
  public ZooKeeperSettings {
    servers = servers.replace(" ", "");
    for (String server : servers.split(",", -1)) {
      if (!SERVER.matcher(server).matches()) {
        throw new IllegalArgumentException(
            "ejc.zookeeper.servers: " + servers + " (expected: host:port, commas between several)");
      }
    }
    if (!ROOT.matcher(root).matches()) {
      throw new IllegalArgumentException(
          "ZooKeeper root: " + root + " (expected: an absolute path such as /ejc/shop)");
    }
    if (sessionTimeout.compareTo(connectionTimeout) < 0 || connectionTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "connection timeout: "
              + connectionTimeout
              + " (expected: more than 0 and at most the session timeout, "
              + sessionTimeout
              + ")");
    }
    if (credentials.isPresent() && credentials.get().indexOf(':') < 1) {
      throw new IllegalArgumentException(
          "ejc.zookeeper.credentials: *** (expected: user:password)");
    }
  }

  /**
   * The usual settings: a session of 15 seconds, 10 seconds to connect, no credentials.
   *
   * @param servers {@code host:port} of the servers, commas between them
   * @param root the absolute path below which everything is kept
   */
  public static ZooKeeperSettings of(String servers, String root) {
    return new ZooKeeperSettings(
        servers, root, Duration.ofSeconds(15), Duration.ofSeconds(10), Optional.empty());
  }

  /** The settings without the password. */
  @Override
  public String toString() {
    return "servers="
        + servers
        + " root="
        + root
        + " session="
        + sessionTimeout
        + " connect="
        + connectionTimeout
        + (credentials.isPresent() ? " credentials=***" : "");
  }
}
