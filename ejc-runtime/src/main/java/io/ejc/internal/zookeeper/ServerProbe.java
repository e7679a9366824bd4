package io.ejc.internal.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.client.ConnectStringParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at the servers before a client is made: where nobody listens, the client would log a stack
 * trace for every try, long before the user is told what is wrong.
 */
public final class ServerProbe {

  private static final Logger log = LoggerFactory.getLogger(ServerProbe.class);

  private ServerProbe() {}

  /** Whether at least one of the servers accepts a connection in time. */
  static boolean anyListens(String servers, Duration wait) {
    Deadline deadline = Deadline.in(wait);
    for (InetSocketAddress server : new ConnectStringParser(servers).getServerAddresses()) {
      if (listens(server, deadline)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Asks each server alone.
   *
   * @param servers {@code host:port} of the servers, commas between them
   * @param wait how long each may take
   * @return those that accept no connection in time
   */
  public static List<String> deaf(String servers, Duration wait) {
    List<String> deaf = new ArrayList<>();
    for (InetSocketAddress server : new ConnectStringParser(servers).getServerAddresses()) {
      if (!listens(server, Deadline.in(wait))) {
        deaf.add(server.getHostString() + ":" + server.getPort());
      }
    }
    return deaf;
  }

  private static boolean listens(InetSocketAddress server, Deadline deadline) {
    long left = Math.max(1, deadline.nanosLeft() / 1_000_000);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(server.getHostString(), server.getPort()), Math.toIntExact(left));
      return true;
    } catch (IOException e) {
      log.debug("{} does not accept a connection: {}", server, e.toString());
      return false;
    }
  }
}
