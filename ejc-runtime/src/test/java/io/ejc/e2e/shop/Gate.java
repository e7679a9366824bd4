package io.ejc.e2e.shop;

import io.ejc.api.ShardingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** Holds a job up until somebody connects; an interrupt ends the wait. */
final class Gate {

  private Gate() {}

  static void pass(ShardingContext context) throws IOException {
    try (ServerSocketChannel gate = ServerSocketChannel.open()) {
      gate.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) gate.getLocalAddress()).getPort();
      Journal.write(context, "waits gate=" + port);
      gate.accept().close();
    }
  }
}
