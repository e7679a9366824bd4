package io.ejc.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a real master sent and was sent (Apache Mesos 1.12.0), as recorded. */
final class Traces {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Traces() {}

  /** The records of a recorded RecordIO stream. */
  static List<byte[]> records(String session, String file) throws IOException {
    RecordReader reader = new RecordReader(new ByteArrayInputStream(bytes(session, file)), 1 << 20);
    List<byte[]> records = new ArrayList<>();
    for (byte[] record = reader.next(); record != null; record = reader.next()) {
      records.add(record);
    }
    return records;
  }

  /** The same records as the recorder understood them: of one stream of the session, from 1. */
  static List<JsonNode> understood(String session, int stream) throws IOException {
    Map<String, List<JsonNode>> streams = new LinkedHashMap<>();
    String lines = new String(bytes(session, "pb-scheduler.jsonl"), StandardCharsets.UTF_8);
    for (String line : lines.split("\n", -1)) {
      JsonNode entry = line.isEmpty() ? JSON.createObjectNode() : JSON.readTree(line);
      if (entry.has("record")) {
        String name = entry.path("framework").asText() + entry.path("conn_id").asText();
        streams.computeIfAbsent(name, first -> new ArrayList<>()).add(entry.get("record"));
      }
    }
    return List.copyOf(streams.values()).get(stream - 1);
  }

  private static byte[] bytes(String session, String file) throws IOException {
    String path = "/mesos-traces/" + session + "/" + file;
    try (InputStream in = Traces.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }
}
