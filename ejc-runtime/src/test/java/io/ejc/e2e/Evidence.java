package io.ejc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The journal of the shop's jobs, as the test reads it. */
final class Evidence {

  private final Path file;

  Evidence(Path file) {
    this.file = file;
  }

  /**
   * A line.
   *
   * @param task the attempt that wrote it
   * @param event what happened
   * @param values everything else
   */
  record Line(String task, String event, Map<String, String> values) {
    String value(String key) {
      String value = values.get(key);
      if (value == null) {
        throw new IllegalArgumentException(key + " (expected: one of " + values.keySet() + ")");
      }
      return value;
    }

    long number(String key) {
      return Long.parseLong(value(key));
    }

    Instant scheduled() {
      return Instant.parse(value("scheduled"));
    }

    /** Lets the job on that waits at its gate. */
    void openGate() {
      int port = Math.toIntExact(number("gate"));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Path file() {
    return file;
  }

  /** The complete lines so far. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (String text : text().split("(?<=\n)", -1)) {
      if (text.endsWith("\n")) {
        lines.add(parse(text.strip()));
      }
    }
    return lines;
  }

  /** The lines of a run. */
  List<Line> lines(String run, String event) {
    return lines().stream().filter(of(run, event)).toList();
  }

  /** Waits until there are so many lines of a run about an event. */
  List<Line> await(String run, String event, int count) {
    Awaited awaited = new Awaited();
    Awaitility.await(run + " " + event)
        .atMost(ChildJvm.PATIENCE)
        .until(() -> awaited.keep(lines(run, event)) >= count);
    return awaited.lines;
  }

  private static final class Awaited {
    private List<Line> lines = List.of();

    int keep(List<Line> now) {
      lines = now;
      return now.size();
    }
  }

  private static Predicate<Line> of(String run, String event) {
    return line -> line.task().startsWith(run + ".") && line.event().equals(event);
  }

  /** A line of the journal. */
  static Line parse(String text) {
    String[] words = text.split(" ", -1);
    Map<String, String> values = new HashMap<>();
    for (int i = 2; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    return new Line(words[0], words[1], values);
  }

  private String text() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
