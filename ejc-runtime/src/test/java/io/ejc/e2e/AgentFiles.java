package io.ejc.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The sandboxes of a cluster as its agents show them to people, whoever runs the agents. */
final class AgentFiles {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI master;

  AgentFiles(String master) {
    this.master = URI.create(master);
  }

  /**
   * What is in a file of the sandboxes of a framework's executors, those that have ended too.
   *
   * @param framework its name
   * @param file the path below a sandbox
   * @return the content of each that there is
   */
  List<String> read(String framework, String file) {
    List<String> found = new ArrayList<>();
    for (JsonNode agent : json(master.resolve("/slaves")).path("slaves")) {
      String pid = agent.path("pid").asText();
      URI address = URI.create("http://" + pid.substring(pid.indexOf('@') + 1));
      for (String sandbox : sandboxes(json(address.resolve("/state")), framework)) {
        String path = URLEncoder.encode(sandbox + "/" + file, UTF_8);
        HttpResponse<String> answer = get(address.resolve("/files/download?path=" + path));
        if (answer.statusCode() == 200) {
          found.add(answer.body());
        }
      }
    }
    return found;
  }

  private static List<String> sandboxes(JsonNode state, String framework) {
    List<String> found = new ArrayList<>();
    for (String frameworks : List.of("frameworks", "completed_frameworks")) {
      for (JsonNode one : state.path(frameworks)) {
        if (one.path("name").asText().equals(framework)) {
          one.path("executors").forEach(e -> found.add(e.path("directory").asText()));
          one.path("completed_executors").forEach(e -> found.add(e.path("directory").asText()));
        }
      }
    }
    return found;
  }

  private JsonNode json(URI address) {
    try {
      return json.readTree(get(address).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> get(URI address) {
    try {
      return http.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
