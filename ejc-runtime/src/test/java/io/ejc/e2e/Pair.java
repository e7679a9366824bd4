package io.ejc.e2e;

import static org.awaitility.Awaitility.await;

import io.ejc.e2e.shop.ShopMain;
import io.ejc.testing.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two hosts of one application, each with proxies of its own to the master and to ZooKeeper. */
final class Pair implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(20);

  private final Hosts processes = new Hosts();
  private final ScratchApplication application;
  private final Path journal;
  private final List<String> options;
  private final List<Seat> seats = new ArrayList<>();

  /** A place for a host. */
  static final class Seat {
    private final TcpProxy master;
    private final TcpProxy zookeeper;
    private ChildJvm host;

    private Seat(TcpProxy master, TcpProxy zookeeper) {
      this.master = master;
      this.zookeeper = zookeeper;
    }

    TcpProxy master() {
      return master;
    }

    TcpProxy zookeeper() {
      return zookeeper;
    }

    ChildJvm host() {
      return host;
    }
  }

  /**
   * Two hosts.
   *
   * @param directory where the application lies
   * @param journal what user code writes
   * @param ports of the master and of ZooKeeper
   * @param options of the hosts' JVMs
   */
  Pair(Path directory, Path journal, List<Integer> ports, List<String> options) {
    this.application = ScratchApplication.of(ShopMain.class, directory);
    this.journal = journal;
    this.options = options;
    for (int i = 0; i < 2; i++) {
      seats.add(new Seat(TcpProxy.to(ports.get(0)), TcpProxy.to(ports.get(1))));
    }
  }

  void start() {
    seats.forEach(this::start);
  }

  /** Starts a host, which need not be ready yet. */
  void start(Seat seat) {
    List<String> all = new ArrayList<>(options);
    all.add("-Dejc.mesos.master=http://" + seat.master.address());
    all.add("-Dejc.zookeeper.servers=" + seat.zookeeper.address());
    seat.host = processes.shopUnawaited(application, journal, all);
  }

  void kill(Seat seat) {
    seat.host.signal("KILL");
    seat.host.awaitEnd(END);
  }

  /** Waits until one of the hosts says that it leads. */
  Seat leader() {
    List<Seat> leading = new ArrayList<>();
    await("one leads")
        .atMost(ChildJvm.PATIENCE)
        .until(
            () -> {
              leading.clear();
              seats.stream().filter(Pair::leads).forEach(leading::add);
              return leading.size() == 1;
            });
    return leading.get(0);
  }

  private static boolean leads(Seat seat) {
    seat.host.awaitLine("(?m)^ready ");
    return seat.host.ask("trigger nobody x").contains("expected: a registered job");
  }

  /** Ends both in order. */
  void end() {
    Seat leader = leader();
    seats.stream().filter(seat -> seat != leader).forEach(seat -> seat.host.ask("close"));
    leader.host.ask("close");
  }

  /** What the hosts said last. */
  String said() {
    StringBuilder all = new StringBuilder();
    for (Seat seat : seats) {
      all.append("host ").append(seat.host.pid()).append(":\n");
      List<String> lines = seat.host.out().lines().toList();
      lines
          .subList(Math.max(0, lines.size() - 60), lines.size())
          .forEach(line -> all.append("  ").append(line).append('\n'));
    }
    return all.toString();
  }

  @Override
  public void close() {
    processes.close();
    for (Seat seat : seats) {
      seat.master.close();
      seat.zookeeper.close();
    }
  }
}
