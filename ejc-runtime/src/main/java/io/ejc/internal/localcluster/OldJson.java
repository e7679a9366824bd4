package io.ejc.internal.localcluster;

import io.ejc.internal.localcluster.MasterLink.RunningTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.TaskStatus;

/** The shapes of Mesos' endpoints from before the v1 API. */
final class OldJson {

  private static final List<String> ALWAYS = List.of("disk", "mem", "gpus", "cpus");

  private OldJson() {}

  /** {@code {"disk":0.0,"mem":64.0,"gpus":0.0,"cpus":0.5,"ports":"[31000-32000]"}} */
  static Map<String, Object> resources(Quantities quantities) {
    Map<String, Object> json = new LinkedHashMap<>();
    ALWAYS.forEach(name -> json.put(name, quantities.sum(name) / 1_000.0));
    quantities
        .scalars()
        .keySet()
        .forEach(key -> json.putIfAbsent(key.name(), quantities.sum(key.name()) / 1_000.0));
    Map<String, Ranges> all = new TreeMap<>();
    quantities.ranges().forEach((key, ranges) -> all.merge(key.name(), ranges, Ranges::plus));
    all.forEach((name, ranges) -> json.put(name, ranges.toString()));
    return json;
  }

  static Map<String, Object> resources(Map<String, Quantities> byRole) {
    return resources(byRole.values().stream().reduce(Quantities.NONE, Quantities::plus));
  }

  static Map<String, Object> attributes(List<Attribute> attributes) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      Object value =
          switch (attribute.getType()) {
            case SCALAR -> attribute.getScalar().getValue();
            case RANGES -> MesosJson.print(attribute.getRanges());
            default -> attribute.getText().getValue();
          };
      json.put(attribute.getName(), value);
    }
    return json;
  }

  static List<Object> ids(List<RunningTask> tasks) {
    List<Object> ids = new ArrayList<>();
    tasks.forEach(task -> ids.add(Json.object("id", task.info().getTaskId().getValue())));
    return ids;
  }

  static Map<String, Object> task(FrameworkSession framework, TaskRecord task) {
    List<Object> statuses = new ArrayList<>();
    for (TaskStatus status : task.statuses()) {
      Map<String, Object> json =
          Json.object("state", status.getState().name(), "timestamp", status.getTimestamp());
      if (status.hasContainerStatus()) {
        Map<String, Object> container = MesosJson.print(status.getContainerStatus());
        container.remove("executor_pid");
        json.put("container_status", container);
      }
      statuses.add(json);
    }
    Map<String, Object> json =
        Json.object(
            "id", task.id(),
            "name", task.info().getName(),
            "framework_id", framework.id(),
            "executor_id", task.info().getExecutor().getExecutorId().getValue(),
            "slave_id", task.agentId(),
            "state", task.latest().name(),
            "resources", resources(task.resources()),
            "role", task.role(),
            "statuses", statuses);
    if (task.info().hasLabels()) {
      json.put("labels", MesosJson.print(task.info().getLabels()).get("labels"));
    }
    return json;
  }

  static List<Object> tasks(FrameworkSession framework, Iterable<TaskRecord> tasks) {
    List<Object> list = new ArrayList<>();
    tasks.forEach(task -> list.add(task(framework, task)));
    return list;
  }
}
