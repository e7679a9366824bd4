package io.ejc.internal.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an attempt knows of itself, for programs that are not Java: variables, and JSON. */
public final class ContextText {

  private ContextText() {}

  /** The variables, with the JSON among them. */
  public static SortedMap<String, String> environment(TaskPayload payload) {
    AttemptId attempt = payload.attempt();
    SortedMap<String, String> variables = new TreeMap<>();
    variables.put("JOB_NAME", attempt.run().job().value());
    variables.put("JOB_RUN_ID", attempt.run().toString());
    variables.put("JOB_TASK_ID", attempt.toString());
    variables.put("JOB_SHARDING_TOTAL_COUNT", Integer.toString(payload.shardingTotalCount()));
    variables.put("JOB_SHARDING_ITEM", Integer.toString(attempt.item()));
    payload
        .shardingParameter()
        .ifPresent(parameter -> variables.put("JOB_SHARDING_PARAMETER", parameter));
    variables.put("JOB_PARAMETER", payload.jobParameter());
    variables.put("JOB_SCHEDULED_INSTANT", payload.scheduledInstant().toString());
    variables.put("JOB_ATTEMPT", Integer.toString(attempt.number()));
    variables.put("JOB_FENCING_TOKEN", Long.toString(payload.fencingToken()));
    variables.put("JOB_PORTS", joined(payload.ports()));
    variables.put("JOB_CONTEXT", json(payload));
    return Collections.unmodifiableSortedMap(variables);
  }

  /** A JSON object on one line, in ASCII, so that it fits into a header too. */
  public static String json(TaskPayload payload) {
    AttemptId attempt = payload.attempt();
    StringBuilder json = new StringBuilder("{");
    text(json, "jobName", attempt.run().job().value());
    text(json, "runId", attempt.run().toString());
    text(json, "taskId", attempt.toString());
    plain(json, "shardingTotalCount", Integer.toString(payload.shardingTotalCount()));
    plain(json, "shardingItem", Integer.toString(attempt.item()));
    payload.shardingParameter().ifPresent(parameter -> text(json, "shardingParameter", parameter));
    text(json, "jobParameter", payload.jobParameter());
    text(json, "scheduledInstant", payload.scheduledInstant().toString());
    plain(json, "attempt", Integer.toString(attempt.number()));
    plain(json, "fencingToken", Long.toString(payload.fencingToken()));
    plain(json, "ports", "[" + joined(payload.ports()) + "]");
    return json.append('}').toString();
  }

  private static String joined(List<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static void text(StringBuilder json, String name, String value) {
    plain(json, name, quoted(value));
  }

  private static void plain(StringBuilder json, String name, String value) {
    if (json.length() > 1) {
      json.append(',');
    }
    json.append(quoted(name)).append(':').append(value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append("\\u");
        String hex = Integer.toHexString(c);
        quoted.append("0".repeat(4 - hex.length())).append(hex);
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
