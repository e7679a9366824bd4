package io.ejc.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Stands between agents and a host, and counts what the host answers. */
final class CountingProxy implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong answered = new AtomicLong();

  /**
   * Begins to listen.
   *
   * @param address where agents are sent to
   * @param target where the host listens, on the same port of another address
   */
  CountingProxy(InetAddress address, InetSocketAddress target) throws IOException {
    this.listener = new ServerSocket(target.getPort(), 50, address);
    this.target = target;
    threads.execute(this::listen);
  }

  /** Bytes that the host has answered since the last call. */
  long take() {
    return answered.getAndSet(0);
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket agent = listener.accept();
        Socket host = new Socket();
        host.connect(target);
        threads.execute(() -> pass(agent, host, new AtomicLong()));
        threads.execute(() -> pass(host, agent, answered));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void pass(Socket from, Socket to, AtomicLong count) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        count.addAndGet(read);
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(CountingProxy.class).trace("the other direction has closed both", e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
