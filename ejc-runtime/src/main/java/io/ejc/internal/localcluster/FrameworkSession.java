package io.ejc.internal.localcluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private final Instant registered;
  private final Set<String> suppressed = new HashSet<>();
  private final Map<String, List<Filter>> filters = new HashMap<>();
  private final Map<String, Quantities> allocated = new TreeMap<>();
  private final Map<String, Long> offersMade = new HashMap<>();
  private final TaskHistory history = new TaskHistory();
  private FrameworkInfo info;
  private Capabilities capabilities;
  private List<String> roles;
  private Instant reregistered;
  private @Nullable Instant unregistered;
  private OfferRules offerRules = OfferRules.NONE;
  private boolean everSubscribed;
  private @Nullable EventStream stream;
  private String streamId = "";
  private Loop.Timer heartbeat = Loop.Timer.NONE;
  private Loop.Timer removal = Loop.Timer.NONE;

  FrameworkSession(FrameworkInfo info, Instant now) {
    this.registered = now;
    this.reregistered = now;
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

    private boolean covers(String otherRole, Quantities free) {
      return role.equals(otherRole) && refused.contains(free);
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
  void subscribe(FrameworkInfo newInfo, EventStream newStream, String newStreamId, Instant now) {
    clearFilters(roles);
    update(newInfo, List.of());
    stream = newStream;
    streamId = newStreamId;
    reregistered = everSubscribed ? now : registered;
    everSubscribed = true;
    removal.cancel();
    heartbeat.cancel();
  }

  /** Of which agents it wants offers from now on. */
  void constrain(OfferRules rules) {
    offerRules = rules;
  }

  boolean allows(String role, AgentDescription agent) {
    return offerRules.allow(role, agent);
  }

  /** Another description, and the roles that are to be suppressed with it. */
  void update(FrameworkInfo newInfo, List<String> newSuppressed) {
    info = newInfo;
    capabilities = Capabilities.of(newInfo);
    roles = Capabilities.roles(newInfo);
    suppressed.clear();
    suppressed.addAll(newSuppressed);
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

  Instant registered() {
    return registered;
  }

  Instant reregistered() {
    return reregistered;
  }

  /** When it was removed, null while it is not. */
  @Nullable Instant unregistered() {
    return unregistered;
  }

  void removed(Instant now) {
    unregistered = now;
    stream = null;
  }

  List<String> roles() {
    return roles;
  }

  TaskHistory history() {
    return history;
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

  /** The roles of a call that names some, or all; those that it does not have do not count. */
  List<String> rolesOf(List<String> named) {
    return named.isEmpty() ? roles : named.stream().filter(roles::contains).toList();
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
    filters.computeIfAbsent(filter.agentId, agent -> new ArrayList<>()).add(filter);
  }

  void forget(Filter filter) {
    List<Filter> ofAgent = filters.get(filter.agentId);
    if (ofAgent != null && ofAgent.remove(filter) && ofAgent.isEmpty()) {
      filters.remove(filter.agentId);
    }
  }

  /** Whether these, free on this agent, may be offered to this role. */
  boolean wants(String role, String agentId, Quantities free) {
    return roles.contains(role)
        && !suppressed.contains(role)
        && filters.getOrDefault(agentId, List.of()).stream()
            .noneMatch(filter -> filter.covers(role, free));
  }

  private void clearFilters(List<String> ofRoles) {
    for (List<Filter> ofAgent : filters.values()) {
      for (Filter filter : List.copyOf(ofAgent)) {
        if (ofRoles.contains(filter.role)) {
          filter.end.cancel();
          ofAgent.remove(filter);
        }
      }
    }
    filters.values().removeIf(List::isEmpty);
  }

  // Its share.

  /** What it holds and is offered, by role. */
  Map<String, Quantities> allocated() {
    return allocated;
  }

  Quantities allocated(String role) {
    return allocated.getOrDefault(role, Quantities.NONE);
  }

  long offersMade(String role) {
    return offersMade.getOrDefault(role, 0L);
  }

  void countOffer(String role) {
    offersMade.merge(role, 1L, Long::sum);
  }

  void allocate(String role, Quantities taken) {
    allocated.merge(role, taken, Quantities::plus);
  }

  void free(String role, Quantities given) {
    Quantities rest = allocated(role).minus(given);
    if (rest.isEmpty()) {
      allocated.remove(role);
    } else {
      allocated.put(role, rest);
    }
  }
}
