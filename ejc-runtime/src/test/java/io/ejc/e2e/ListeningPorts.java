package io.ejc.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** On which TCP ports a process listens, as Linux tells. */
final class ListeningPorts {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  /** In /proc/net/tcp: local address and port, remote one, state (0A listens), …, inode. */
  private static final Pattern LISTENING =
      Pattern.compile("\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) \\S+ 0A (?:\\S+\\s+){5}(\\d+).*");

  private ListeningPorts() {}

  /** Whether this system can be asked. */
  static boolean known() {
    return Files.isReadable(PROC.resolve("self/net/tcp"));
  }

  static Set<Integer> of(long pid) {
    Path process = PROC.resolve(Long.toString(pid));
    Set<Integer> ports = new TreeSet<>();
    try {
      Set<String> sockets = sockets(process.resolve("fd"));
      for (String table : new String[] {"tcp", "tcp6"}) {
        for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
          Matcher listening = LISTENING.matcher(line);
          if (listening.matches() && sockets.contains(listening.group(2))) {
            ports.add(Integer.parseInt(listening.group(1), 16));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ports;
  }

  /** Whether nobody listens on a port. */
  static boolean isClosed(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.map(ListeningPorts::target)
          .map(SOCKET::matcher)
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .collect(Collectors.toSet());
    }
  }

  /** Descriptors come and go while they are listed. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed: " + e.getMessage();
    }
  }
}
