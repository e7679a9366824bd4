package io.ejc.internal.localcluster;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The one address that everything of a local cluster listens on. */
final class Loopback {

  static final String IP = "127.0.0.1";

  private Loopback() {}

  static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
