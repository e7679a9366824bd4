package io.ejc.internal.localcluster;

import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.TaskState;

/** The gauges of {@code /metrics/snapshot} that say how the cluster is. On the master's thread. */
final class MasterMetrics {

  private static final String[] RESOURCES = {"cpus", "mem", "disk", "gpus"};

  private final MasterState state;

  MasterMetrics(MasterState state) {
    this.state = state;
  }

  Map<String, Double> gauges(double uptimeSeconds) {
    Map<String, Double> gauges = new TreeMap<>();
    gauges.put("master/elected", 1.0);
    gauges.put("master/uptime_secs", uptimeSeconds);
    long connected = state.frameworks().values().stream().filter(f -> f.connected()).count();
    gauges.put("master/frameworks_connected", (double) connected);
    gauges.put("master/frameworks_active", (double) connected);
    gauges.put("master/frameworks_disconnected", (double) state.frameworks().size() - connected);
    gauges.put("master/outstanding_offers", (double) state.offers().matching(o -> true).size());
    long agents = state.agents().values().stream().filter(AgentSlot::connected).count();
    gauges.put("master/slaves_connected", (double) agents);
    gauges.put("master/slaves_active", (double) agents);
    gauges.put("master/slaves_disconnected", (double) state.agents().size() - agents);
    gauges.put("master/slaves_unreachable", (double) state.unreachable().size());
    tasks(gauges);
    resources(gauges);
    return gauges;
  }

  private void tasks(Map<String, Double> gauges) {
    for (TaskState kind : TaskState.values()) {
      gauges.put("master/" + name(kind), 0.0);
    }
    for (FrameworkSession framework : state.frameworks().values()) {
      framework
          .tasks()
          .values()
          .forEach(task -> gauges.merge("master/" + name(task.latest()), 1.0, Double::sum));
      framework
          .history()
          .completed()
          .forEach(task -> gauges.merge("master/" + name(task.latest()), 1.0, Double::sum));
    }
  }

  private void resources(Map<String, Double> gauges) {
    for (String resource : RESOURCES) {
      double total = 0;
      double free = 0;
      for (AgentSlot agent : state.agents().values()) {
        total += agent.description().total().sum(resource) / 1_000.0;
        free += agent.free().sum(resource) / 1_000.0;
      }
      double offered = 0;
      for (OfferBook.OpenOffer offer : state.offers().matching(o -> true)) {
        offered += offer.resources().sum(resource) / 1_000.0;
      }
      double used = Math.max(0, total - free - offered);
      gauges.put("master/" + resource + "_total", total);
      gauges.put("master/" + resource + "_used", used);
      gauges.put("master/" + resource + "_percent", total > 0 ? used / total : 0);
    }
  }

  private static String name(TaskState kind) {
    return "tasks_" + kind.name().substring("TASK_".length()).toLowerCase(java.util.Locale.ROOT);
  }
}
