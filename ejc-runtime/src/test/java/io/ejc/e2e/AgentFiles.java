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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
   * What is in a file of the sandboxes of a framework's executors, those that have ended and are
   * still kept too.
   *
   * @param framework its name
   * @param file the path below a sandbox
   * @return the content of each that there is
   */
  List<String> read(String framework, String file) {
    JsonNode state = json(master.resolve("/state"));
    Map<String, String> agents = new HashMap<>();
    for (JsonNode agent : state.path("slaves")) {
      agents.put(agent.path("id").asText(), agent.path("pid").asText().replaceFirst(".*@", ""));
    }
    List<String> found = new ArrayList<>();
    for (Latest latest : latest(state, framework)) {
      String path = URLEncoder.encode(latest.path() + "/" + file, UTF_8);
      String agent = "http://" + agents.get(latest.agent());
      HttpResponse<String> answer = get(URI.create(agent + "/files/download?path=" + path));
      if (answer.statusCode() == 200) {
        found.add(answer.body());
      }
    }
    return found;
  }

  /** The latest sandbox of an executor, under the path by which its agent knows it. */
  private record Latest(String agent, String path) {}

  private static Set<Latest> latest(JsonNode state, String name) {
    Set<Latest> found = new HashSet<>();
    for (JsonNode framework : state.path("frameworks")) {
      if (framework.path("name").asText().equals(name)) {
        String id = framework.path("id").asText();
        for (String tasks : List.of("tasks", "completed_tasks")) {
          for (JsonNode task : framework.path(tasks)) {
            String own = task.path("executor_id").asText("");
            String executor = own.isEmpty() ? task.path("id").asText() : own;
            found.add(
                new Latest(
                    task.path("slave_id").asText(),
                    "/frameworks/" + id + "/executors/" + executor + "/runs/latest"));
          }
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
