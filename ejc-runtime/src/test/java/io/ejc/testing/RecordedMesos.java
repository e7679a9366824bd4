package io.ejc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.mesos.protobuf.Message;

/**
 * What a real Mesos 1.12 said and was told ({@code mesos-traces} in the test resources; its README
 * says what each session shows).
 */
public final class RecordedMesos {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RecordedMesos() {}

  /**
   * The events of one subscription.
   *
   * @param session the folder
   * @param name which file, framework and subscription of it
   * @param events as the recorder wrote them down
   */
  public record Events(String session, String name, List<JsonNode> events) {

    /** The same as bytes, by way of the message's descriptor. */
    public List<byte[]> records(Message empty) {
      return events.stream()
          .map(event -> JsonMessages.message(event, empty).toByteArray())
          .toList();
    }

    @Override
    public String toString() {
      return session + " " + name;
    }
  }

  /** All subscriptions of schedulers, those recorded in JSON and in protobuf. */
  public static Stream<Events> schedulers() {
    return streams("scheduler.jsonl");
  }

  /** All subscriptions of executors. */
  public static Stream<Events> executors() {
    return streams("executor");
  }

  /** All calls that were answered with 200 or 202. */
  public static List<JsonNode> acceptedCalls(String side) {
    List<JsonNode> accepted = new ArrayList<>();
    for (Path file : files(side)) {
      JsonNode sent = JSON.nullNode();
      for (JsonNode line : lines(file)) {
        if (line.path("dir").asText().equals("send") && line.at("/request/body").isObject()) {
          sent = line.at("/request/body");
        } else if (line.at("/response/status").asInt() / 100 == 2 && sent.isObject()) {
          accepted.add(sent);
          sent = JSON.nullNode();
        }
      }
    }
    return accepted;
  }

  /** The lines of one file. */
  public static List<JsonNode> lines(String session, String file) {
    return lines(root().resolve(session).resolve(file));
  }

  /** The files of recorded bytes whose names end so, of streams or of calls. */
  public static List<Path> bytes(String ending) {
    try (Stream<Path> all = Files.walk(root())) {
      return all.filter(file -> file.getFileName().toString().matches(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Events> streams(String kind) {
    List<Events> streams = new ArrayList<>();
    for (Path file : files(kind)) {
      Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
      Map<String, Integer> subscriptions = new HashMap<>();
      for (JsonNode line : lines(file)) {
        if (line.path("conn").asText().equals("subscribe") && line.path("record").isObject()) {
          String client =
              file.getFileName() + " " + line.path("framework").asText() + line.path("conn_id");
          if (line.at("/record/type").asText().equals("SUBSCRIBED")) {
            subscriptions.merge(client, 1, Integer::sum);
          }
          String name = client + "#" + subscriptions.getOrDefault(client, 1);
          byName.computeIfAbsent(name, first -> new ArrayList<>()).add(line.get("record"));
        }
      }
      String session = file.getName(file.getNameCount() - 2).toString();
      byName.forEach((name, events) -> streams.add(new Events(session, name, events)));
    }
    return streams.stream();
  }

  private static List<Path> files(String kind) {
    return bytes("(pb-)?" + kind.replace(".jsonl", "") + ".*\\.jsonl");
  }

  private static List<JsonNode> lines(Path file) {
    try {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(
              Objects.requireNonNull(RecordedMesos.class.getResource("/mesos-traces/README.md"))
                  .toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
