package io.ejc.internal.mesos;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the masters are: {@code http://host:port}, {@code https://host:port} or {@code host:port},
 * or several of these, or the ZooKeeper in which they elect their leader. With several, each
 * subscription asks one after another; a master that does not lead names the leader.
 *
 * @param masters the masters' addresses, scheme, host and port only; empty when there is a group
 * @param group where the masters elect their leader
 */
public record MasterAddress(List<URI> masters, Optional<MasterGroup> group) {

  private static final String RULE =
      "zk://host:port,host:port/path, or http://host:port, https://host:port or host:port, several"
          + " with commas";
  private static final String ZOOKEEPER = "zk://";
  private static final Pattern GROUP =
      Pattern.compile("(?i:zk)://(?:([^@/]+)@)?([^@/]+)(/[^?#\\s]*[^?#\\s/])/?");
  private static final Pattern SERVERS =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
  private static final Pattern BARE = Pattern.compile("([^/:@\\[\\]]+|\\[[^/@\\]]+]):[^/:@]*");

  /** Copies the list. */
  public MasterAddress {
    masters = List.copyOf(masters);
    if (masters.isEmpty() == group.isEmpty()) {
      throw new IllegalArgumentException("ejc.mesos.master: no address (expected: " + RULE + ")");
    }
  }

  /**
   * Reads the setting {@code ejc.mesos.master} where nothing says that masters speak TLS.
   *
   * @param text its value
   * @throws IllegalArgumentException when it is no such address; the message is for the user
   */
  public static MasterAddress parse(String text) {
    return parse(text, false);
  }

  /**
   * Reads the setting {@code ejc.mesos.master}.
   *
   * @param text its value
   * @param tls whether masters speak TLS; an address may say so itself, but not the contrary
   * @throws IllegalArgumentException when it is no such address; the message is for the user
   */
  public static MasterAddress parse(String text, boolean tls) {
    if (text.strip().toLowerCase(Locale.ROOT).startsWith(ZOOKEEPER)) {
      return new MasterAddress(List.of(), Optional.of(group(text.strip(), tls)));
    }
    List<URI> masters = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      masters.add(one(text, part.strip(), tls));
    }
    return new MasterAddress(masters, Optional.empty());
  }

  /** Whether at least one of the masters is spoken to over TLS. */
  public boolean tls() {
    return group.map(MasterGroup::tls).orElse(false)
        || masters.stream().anyMatch(master -> master.getScheme().equals("https"));
  }

  /** Whether at least one of the masters is spoken to without TLS. */
  public boolean plain() {
    return group.map(g -> !g.tls()).orElse(false)
        || masters.stream().anyMatch(master -> master.getScheme().equals("http"));
  }

  /** The setting as it may be shown: what comes before an @ may be a password. */
  public static String masked(String text) {
    return text.replaceAll("//[^/]*@", "//***@");
  }

  private static MasterGroup group(String text, boolean tls) {
    Matcher parts = GROUP.matcher(text);
    if (!parts.matches() || parts.group(3).contains("//")) {
      throw wrong(text, "zk://host:port,host:port/path, or zk://user:password@host:port/path");
    }
    for (String server : parts.group(2).split(",", -1)) {
      if (!SERVERS.matcher(server).matches()) {
        throw wrong(text, "host:port of the ZooKeeper servers, commas between several");
      }
    }
    Optional<String> digest = Optional.ofNullable(parts.group(1));
    if (digest.isPresent() && digest.get().indexOf(':') < 1) {
      throw wrong(text, "user:password before the @");
    }
    return new MasterGroup(parts.group(2), parts.group(3), digest, tls);
  }

  private static URI one(String whole, String text, boolean tls) {
    URI uri;
    try {
      uri = new URI(BARE.matcher(text).matches() ? (tls ? "https://" : "http://") + text : text);
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
    if (http && tls) {
      throw wrong(whole, "https://, because ejc.mesos.tls is set; without TLS unset those keys");
    }
    return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority());
  }

  private static IllegalArgumentException wrong(String text, String rule) {
    return new IllegalArgumentException(
        "ejc.mesos.master: " + masked(text) + " (expected: " + rule + ")");
  }

  @Override
  public String toString() {
    return group
        .map(MasterGroup::toString)
        .orElseGet(() -> masters.stream().map(URI::toString).collect(Collectors.joining(",")));
  }
}
