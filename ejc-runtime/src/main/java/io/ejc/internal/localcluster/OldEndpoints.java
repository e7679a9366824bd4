package io.ejc.internal.localcluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.maintenance.Protos.Schedule;

/** The master's endpoints from before the v1 API, which people and tools still use. */
final class OldEndpoints {

  private static final int TASKS_SHOWN = 100;

  private final Loop loop;
  private final MasterState state;
  private final OperatorMessages messages;
  private final OperatorCalls calls;
  private final OperatorCalls.OperatorFacts facts;
  private final Maintenance maintenance;
  private final Frameworks frameworks;

  OldEndpoints(
      Loop loop,
      MasterState state,
      OperatorMessages messages,
      OperatorCalls calls,
      OperatorCalls.OperatorFacts facts,
      Maintenance maintenance,
      Frameworks frameworks) {
    this.loop = loop;
    this.state = state;
    this.messages = messages;
    this.calls = calls;
    this.facts = facts;
    this.maintenance = maintenance;
    this.frameworks = frameworks;
  }

  /** All of them by path, without {@code /master}, with which they are also known. */
  Map<String, HttpFront.Endpoint> byPath() {
    Map<String, HttpFront.Endpoint> all = new TreeMap<>();
    all.put("/state", exchange -> exchange.json(ask(this::state)));
    all.put("/state-summary", exchange -> exchange.json(ask(this::summary)));
    all.put("/slaves", exchange -> exchange.json(ask(() -> Json.object("slaves", agents()))));
    all.put("/frameworks", exchange -> exchange.json(ask(this::allFrameworks)));
    all.put("/tasks", this::tasks);
    all.put("/roles", exchange -> exchange.json(ask(this::roles)));
    all.put("/flags", exchange -> exchange.json(Json.object("flags", facts.flags())));
    all.put("/teardown", this::teardown);
    all.put("/maintenance/schedule", this::schedule);
    all.put(
        "/maintenance/status",
        exchange -> exchange.json(MesosJson.print(ask(maintenance::status))));
    all.put("/machine/down", exchange -> machines(exchange, maintenance::bringDown));
    all.put("/machine/up", exchange -> machines(exchange, maintenance::bringUp));
    return all;
  }

  private interface MachinesOrder {
    void run(List<MachineID> machines) throws Refusal;
  }

  private Map<String, Object> state() {
    Map<String, Object> json =
        Json.object(
            "version", VersionJson.VERSION,
            "start_time", facts.startTime(),
            "elected_time", facts.startTime(),
            "id", state.masterId(),
            "pid", facts.master().getPid(),
            "hostname", facts.master().getHostname(),
            "activated_slaves", count(AgentSlot::offerable),
            "deactivated_slaves", count(agent -> !agent.offerable()),
            "unreachable_slaves", (double) state.unreachable().size(),
            "leader", facts.master().getPid(),
            "flags", facts.flags(),
            "slaves", agents());
    json.putAll(allFrameworks());
    return json;
  }

  private Map<String, Object> summary() {
    List<Object> slaves = agents();
    List<Object> all = new ArrayList<>();
    for (FrameworkSession framework : state.frameworks().values()) {
      Map<String, Object> json = framework(framework);
      json.keySet().removeAll(List.of("tasks", "completed_tasks", "unreachable_tasks", "offers"));
      all.add(json);
    }
    return Json.object(
        "hostname", facts.master().getHostname(), "slaves", slaves, "frameworks", all);
  }

  private double count(java.util.function.Predicate<AgentSlot> which) {
    return state.agents().values().stream().filter(which).count();
  }

  private List<Object> agents() {
    List<Object> list = new ArrayList<>();
    for (AgentSlot slot : state.agents().values()) {
      AgentDescription agent = slot.description();
      Quantities free = agent.total().only(key -> !key.isReserved());
      Map<String, Object> reserved = new TreeMap<>();
      agent
          .total()
          .scalars()
          .keySet()
          .forEach(
              key -> {
                if (key.isReserved()) {
                  reserved.put(
                      key.reservedTo(),
                      OldJson.resources(
                          agent.total().only(k -> k.reservedTo().equals(key.reservedTo()))));
                }
              });
      list.add(
          Json.object(
              "id", agent.id(),
              "hostname", agent.hostname(),
              "port", (long) agent.port(),
              "attributes", OldJson.attributes(agent.attributes()),
              "pid", agent.pid(),
              "registered_time", MasterUpdates.seconds(slot.registered()),
              "resources", OldJson.resources(agent.total()),
              "used_resources", OldJson.resources(messages.used(agent.id()::equals, f -> true)),
              "offered_resources",
                  OldJson.resources(messages.offered(agent.id()::equals, f -> true)),
              "reserved_resources", reserved,
              "unreserved_resources", OldJson.resources(free),
              "active", slot.connected(),
              "deactivated", slot.deactivated(),
              "version", VersionJson.VERSION));
    }
    return list;
  }

  private Map<String, Object> allFrameworks() {
    List<Object> running = new ArrayList<>();
    state.frameworks().values().forEach(framework -> running.add(framework(framework)));
    List<Object> completed = new ArrayList<>();
    state.completedFrameworks().forEach(framework -> completed.add(framework(framework)));
    return Json.object("frameworks", running, "completed_frameworks", completed);
  }

  private Map<String, Object> framework(FrameworkSession framework) {
    List<Object> offers = new ArrayList<>();
    state
        .offers()
        .matching(o -> o.frameworkId().equals(framework.id()))
        .forEach(o -> offers.add(Json.object("id", o.id(), "slave_id", o.agentId())));
    return Json.object(
        "id", framework.id(),
        "name", framework.info().getName(),
        "user", framework.info().getUser(),
        "webui_url", framework.info().getWebuiUrl(),
        "hostname", framework.info().getHostname(),
        "checkpoint", framework.info().getCheckpoint(),
        "failover_timeout", framework.info().getFailoverTimeout(),
        "active", framework.connected(),
        "connected", framework.connected(),
        "recovered", !framework.everSubscribed(),
        "registered_time", MasterUpdates.seconds(framework.registered()),
        "roles", framework.roles(),
        "used_resources", OldJson.resources(messages.used(a -> true, framework.id()::equals)),
        "offered_resources", OldJson.resources(messages.offered(a -> true, framework.id()::equals)),
        "offers", offers,
        "tasks", OldJson.tasks(framework, framework.tasks().values()),
        "unreachable_tasks", OldJson.tasks(framework, framework.history().unreachable()),
        "completed_tasks", OldJson.tasks(framework, framework.history().completed()));
  }

  private void tasks(Exchange exchange) throws Refusal, IOException, InterruptedException {
    long limit = number(exchange, "limit", TASKS_SHOWN);
    long offset = number(exchange, "offset", 0);
    List<Object> all =
        ask(
            () -> {
              List<Object> list = new ArrayList<>();
              state
                  .frameworks()
                  .values()
                  .forEach(
                      f -> {
                        list.addAll(OldJson.tasks(f, f.history().completed()));
                        list.addAll(OldJson.tasks(f, f.tasks().values()));
                      });
              return list;
            });
    if (!"asc".equals(exchange.query("order"))) {
      Collections.reverse(all);
    }
    exchange.json(Json.object("tasks", all.stream().skip(offset).limit(limit).toList()));
  }

  private Map<String, Object> roles() {
    List<Object> list = new ArrayList<>();
    messages
        .roles()
        .getRolesList()
        .forEach(
            role -> {
              List<Object> ids = new ArrayList<>();
              role.getFrameworksList().forEach(id -> ids.add(id.getValue()));
              list.add(Json.object("name", role.getName(), "weight", 1.0, "frameworks", ids));
            });
    return Json.object("roles", list);
  }

  private void teardown(Exchange exchange) throws Refusal, IOException, InterruptedException {
    exchange.require("POST");
    String id = HttpHead.form(exchange.bodyText()).get("frameworkId");
    if (id == null) {
      throw Refusal.badRequest("Missing 'frameworkId' query parameter in the request body");
    }
    boolean known =
        ask(
            () -> {
              FrameworkSession framework = state.frameworks().get(id);
              if (framework != null) {
                frameworks.remove(framework);
              }
              return framework != null;
            });
    if (!known) {
      throw Refusal.badRequest("No framework found with specified ID");
    }
    exchange.empty(200);
  }

  private void schedule(Exchange exchange) throws Refusal, IOException, InterruptedException {
    if (!exchange.method().equals("POST")) {
      exchange.json(MesosJson.print(ask(maintenance::schedule)));
      return;
    }
    Schedule.Builder schedule = Schedule.newBuilder();
    CallRequest.fill(CallRequest.parse(exchange.bodyText()), schedule);
    calls.order(() -> maintenance.update(schedule.build()));
    exchange.empty(200);
  }

  private void machines(Exchange exchange, MachinesOrder order)
      throws Refusal, IOException, InterruptedException {
    exchange.require("POST");
    if (!(CallRequest.parse(exchange.bodyText()) instanceof List<?> ids)) {
      throw Refusal.badRequest("Expecting a JSON array");
    }
    List<MachineID> machines = new ArrayList<>();
    for (Object id : ids) {
      MachineID.Builder machine = MachineID.newBuilder();
      CallRequest.fill(id, machine);
      machines.add(machine.build());
    }
    calls.order(() -> order.run(machines));
    exchange.empty(200);
  }

  private static long number(Exchange exchange, String name, long otherwise) throws Refusal {
    String text = exchange.query(name);
    try {
      return text == null ? otherwise : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("Failed to parse query parameter '" + name + "': " + text);
    }
  }

  private <T> T ask(Supplier<T> question) throws InterruptedException {
    return loop.ask(question);
  }
}
