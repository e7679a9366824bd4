package io.ejc.internal.mesos;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where the masters are: {@code http://host:port}, or several of these. With several, each
 * subscription asks one after another; a master that does not lead names the leader.
 *
 * @param masters the masters' addresses, scheme, host and port only; at least one
 */
public record MasterAddress(List<URI> masters) {

  private static final String RULE = "http://host:port or https://host:port, several with commas";

  /** Copies the list. */
  public MasterAddress {
    masters = List.copyOf(masters);
    if (masters.isEmpty()) {
      throw new IllegalArgumentException("ejc.mesos.master: no address (expected: " + RULE + ")");
    }
  }

  /**
   * Reads the setting {@code ejc.mesos.master}.
   *
   * @param text its value
   * @throws IllegalArgumentException when it is no such address; the message is for the user
   */
  public static MasterAddress parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).startsWith("zk://")) {
      throw wrong(
          text, "masters found through ZooKeeper are not supported yet; name them: " + RULE);
    }
    List<URI> masters = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      masters.add(one(text, part.strip()));
    }
    return new MasterAddress(masters);
  }

  private static URI one(String whole, String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw wrong(whole, RULE);
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    boolean hostOnly = uri.getHost() != null && uri.getUserInfo() == null;
    boolean plain = bare && uri.getQuery() == null && uri.getFragment() == null;
    if (!(http || https) || !hostOnly || !plain || uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw wrong(whole, RULE);
    }
    return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority());
  }

  private static IllegalArgumentException wrong(String text, String rule) {
    // What comes before an @ may be a password.
    String shown = text.replaceAll("//[^/@,]*@", "//***@");
    return new IllegalArgumentException("ejc.mesos.master: " + shown + " (expected: " + rule + ")");
  }

  @Override
  public String toString() {
    return masters.stream().map(URI::toString).collect(Collectors.joining(","));
  }
}
