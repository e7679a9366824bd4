package io.ejc.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server on loopback and loses what it is told to lose. Any thread
 * may use it.
 */
public final class TcpProxy implements AutoCloseable {

  private final int target;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool(TcpProxy::thread);
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private volatile boolean swallowAnswers;
  private volatile boolean holdRequests;
  private volatile Duration delay = Duration.ZERO;

  private TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /**
   * Starts a proxy on a free port.
   *
   * @param target the port of the server on loopback
   */
  public static TcpProxy to(int target) {
    try {
      TcpProxy proxy = new TcpProxy(target);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    return thread;
  }

  /** The proxy's address as {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** From now on answers get lost on their way to the client. */
  public void swallowAnswers() {
    swallowAnswers = true;
  }

  /** From now on requests stay here, see {@link #heldBytes()}. */
  public void holdRequests() {
    holdRequests = true;
  }

  /** From now on everything takes this much longer on its way, in both directions. */
  public void delay(Duration longer) {
    delay = longer;
  }

  /**
   * Ends the clients' side of all connections as if they had said their last word: the server sees
   * the end of its input, and its answers still pass. New connections pass whole.
   */
  public void halfClose() {
    List<Link> half = List.copyOf(links);
    links.removeAll(half);
    half.forEach(Link::endRequests);
  }

  /** How many bytes of requests are held in all. */
  public int heldBytes() {
    return links.stream().mapToInt(Link::heldBytes).sum();
  }

  /** Cuts all connections on both sides, forgets what was held, and lets new ones pass. */
  public void cut() {
    swallowAnswers = false;
    holdRequests = false;
    delay = Duration.ZERO;
    links.forEach(Link::close);
    links.clear();
  }

  /**
   * Cuts all connections on the client's side only, and lets new ones pass.
   *
   * @return the server's side of them, with what they hold
   */
  public List<Link> cutClients() {
    List<Link> cut = List.copyOf(links);
    links.clear();
    cut.forEach(Link::closeClient);
    swallowAnswers = false;
    holdRequests = false;
    return cut;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        try {
          Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
          links.add(link);
          threads.execute(link::forwardRequests);
          threads.execute(link::forwardAnswers);
        } catch (IOException noServer) {
          client.close();
        }
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cut();
      threads.shutdownNow();
    }
  }

  /** One connection. */
  public final class Link {

    private final Socket client;
    private final Socket server;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final Lane requests = new Lane();
    private final Lane answers = new Lane();
    private volatile boolean clientGone;
    private volatile boolean requestsEnded;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void forwardRequests() {
      byte[] buffer = new byte[65_536];
      try {
        InputStream in = client.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (holdRequests) {
            hold(buffer, n);
          } else if (!requestsEnded) {
            requests.write(server, buffer, n);
          }
        }
        closeUnlessHeld();
      } catch (IOException e) {
        closeUnlessHeld();
      }
    }

    private void forwardAnswers() {
      byte[] buffer = new byte[65_536];
      try {
        InputStream in = server.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!swallowAnswers && !clientGone) {
            answers.write(client, buffer, n);
          }
        }
        close();
      } catch (IOException e) {
        closeUnlessHeld();
      }
    }

    private synchronized void hold(byte[] buffer, int count) {
      held.write(buffer, 0, count);
    }

    private synchronized int heldBytes() {
      return held.size();
    }

    /** A connection that ended by itself and holds nothing is forgotten. */
    private void closeUnlessHeld() {
      if (heldBytes() == 0) {
        links.remove(this);
        close();
      }
    }

    private void endRequests() {
      requestsEnded = true;
      try {
        server.shutdownOutput();
      } catch (IOException e) {
        close();
      }
    }

    private void closeClient() {
      clientGone = true;
      closeSocket(client);
    }

    /**
     * Sends what was held to the server, late, and nothing after it.
     *
     * @return false when the server has closed the connection and takes nothing
     */
    public boolean deliverLate() {
      byte[] late;
      synchronized (this) {
        late = held.toByteArray();
        held.reset();
      }
      try {
        server.getOutputStream().write(late);
        server.shutdownOutput();
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    /** Whether the server has closed its side. */
    public boolean closed() {
      return server.isClosed();
    }

    private void close() {
      requests.late.shutdownNow();
      answers.late.shutdownNow();
      closeSocket(client);
      closeSocket(server);
    }

    private void closeSocket(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One direction of a connection. What was delayed is not overtaken. */
  private final class Lane {

    private final ScheduledExecutorService late =
        Executors.newSingleThreadScheduledExecutor(TcpProxy::thread);
    private final AtomicInteger underWay = new AtomicInteger();

    private void write(Socket to, byte[] buffer, int count) throws IOException {
      Duration longer = delay;
      if (longer.isZero() && underWay.get() == 0) {
        to.getOutputStream().write(buffer, 0, count);
        return;
      }
      byte[] copy = Arrays.copyOf(buffer, count);
      underWay.incrementAndGet();
      var unused = late.schedule(() -> arrive(to, copy), longer.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void arrive(Socket to, byte[] bytes) {
      try {
        to.getOutputStream().write(bytes);
      } catch (IOException e) {
        closeBoth(to);
      } finally {
        underWay.decrementAndGet();
      }
    }

    private void closeBoth(Socket to) {
      links.stream().filter(link -> link.client == to || link.server == to).forEach(Link::close);
    }
  }
}
