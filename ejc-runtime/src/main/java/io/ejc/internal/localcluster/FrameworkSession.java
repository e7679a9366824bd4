package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * A framework: its description, its stream while it has one, its tasks, filters and share. Owned by
 * the master's thread.
 */
final class FrameworkSession {

  private final String id;
  private final Map<String, TaskRecord> tasks = new LinkedHashMap<>();
  private final Set<String> suppressed = new HashSet<>();
  private final List<Filter> filters = new ArrayList<>();
  private FrameworkInfo info;
  private Capabilities capabilities;
  private List<String> roles;
  private Quantities allocated = Quantities.NONE;
  private long offersMade;
  private boolean everSubscribed;
  private @Nullable EventStream stream;
  private String streamId = "";
  private Loop.Timer heartbeat = Loop.Timer.NONE;
  private Loop.Timer removal = Loop.Timer.NONE;

  FrameworkSession(FrameworkInfo info) {
    this.id = info.getId().getValue();
    this.info = info;
    this.capabilities = Capabilities.of(info);
    this.roles = Capabilities.roles(info);
  }

  /** Offers of this agent for this role with no more than this are not wanted for a while. */
  static final class Filter {
    private final String agentId;
    private final String role;
    private final Quantities refused;
    private Loop.Timer end = Loop.Timer.NONE;

    Filter(String agentId, String role, Quantities refused) {
      this.agentId = agentId;
      this.role = role;
      this.refused = refused;
    }

    void endedBy(Loop.Timer timer) {
      end = timer;
    }

    private boolean covers(String otherAgent, String otherRole, Quantities free) {
      return agentId.equals(otherAgent) && role.equals(otherRole) && refused.contains(free);
    }
  }

  String id() {
    return id;
  }

  FrameworkID frameworkId() {
    return info.getId();
  }

  FrameworkInfo info() {
    return info;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  Map<String, TaskRecord> tasks() {
    return tasks;
  }

  List<TaskRecord> tasksOn(String agentId) {
    return tasks.values().stream().filter(task -> task.agentId().equals(agentId)).toList();
  }

  // The subscription.

  /** A new stream takes the place of the old one; the description may have changed with it. */
  void subscribe(FrameworkInfo newInfo, EventStream newStream, String newStreamId) {
    clearFilters(roles);
    info = newInfo;
    capabilities = Capabilities.of(newInfo);
    roles = Capabilities.roles(newInfo);
    stream = newStream;
    streamId = newStreamId;
    everSubscribed = true;
    suppressed.clear();
    removal.cancel();
    heartbeat.cancel();
  }

  void beatBy(Loop.Timer timer) {
    heartbeat = timer;
  }

  void removedBy(Loop.Timer timer) {
    removal = timer;
  }

  void disconnect() {
    stream = null;
    heartbeat.cancel();
  }

  @Nullable EventStream stream() {
    return stream;
  }

  boolean connected() {
    return stream != null;
  }

  /** False for one that only an agent has told of since the master started. */
  boolean everSubscribed() {
    return everSubscribed;
  }

  String streamId() {
    return streamId;
  }

  void send(Event event) {
    if (stream != null) {
      stream.send(event);
    }
  }

  void stopTimers() {
    clearFilters(roles);
    heartbeat.cancel();
    removal.cancel();
  }

  // What it wants to be offered.

  /** The roles of a call that names some, or all roles. */
  List<String> rolesOf(List<String> named) {
    return named.isEmpty() ? roles : named;
  }

  void suppress(List<String> named) {
    suppressed.addAll(rolesOf(named));
  }

  void revive(List<String> named) {
    List<String> wanted = rolesOf(named);
    suppressed.removeAll(wanted);
    clearFilters(wanted);
  }

  void refuse(Filter filter) {
    filters.add(filter);
  }

  void forget(Filter filter) {
    filters.remove(filter);
  }

  /** The first of its roles that would take this offer, or null. */
  @Nullable String roleFor(String agentId, Quantities free) {
    for (String role : roles) {
      if (!suppressed.contains(role) && !filtered(agentId, role, free)) {
        return role;
      }
    }
    return null;
  }

  private boolean filtered(String agentId, String role, Quantities free) {
    return filters.stream().anyMatch(filter -> filter.covers(agentId, role, free));
  }

  private void clearFilters(List<String> ofRoles) {
    for (Filter filter : List.copyOf(filters)) {
      if (ofRoles.contains(filter.role)) {
        filter.end.cancel();
        filters.remove(filter);
      }
    }
  }

  // Its share.

  Quantities allocated() {
    return allocated;
  }

  long offersMade() {
    return offersMade;
  }

  void countOffer() {
    offersMade++;
  }

  void allocate(Quantities taken) {
    allocated = allocated.plus(taken);
  }

  void free(Quantities given) {
    allocated = allocated.minus(given);
  }
}
