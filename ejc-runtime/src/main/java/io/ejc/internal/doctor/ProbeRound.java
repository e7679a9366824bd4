package io.ejc.internal.doctor;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.engine.Inbox;
import io.ejc.internal.engine.MasterConnection;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.match.Stock;
import io.ejc.internal.mesos.MasterProbe;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.JobDefinition.Isolation;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session of a framework that is there for the examination alone: takes offers, launches one
 * probe on each agent, and listens until all have ended or the time is over. What it launched is
 * ended with it. For one thread.
 */
final class ProbeRound {

  private static final JobName NAME = new JobName("doctor");
  private static final long SESSION = 1;
  private static final int MOST_EVENTS = 1_000;

  /** How long to wait for larger offers when those that came are too small. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Longer than a round lasts. */
  private static final Duration NOT_AGAIN = Duration.ofMinutes(10);

  /**
   * What a round has brought.
   *
   * @param offers the first offer of each agent
   * @param probes those that were launched
   * @param sessionEnded why the session ended; empty when it did not
   * @param refused whether the master does not take this framework as it is
   */
  record Seen(List<Offer> offers, List<Probe> probes, String sessionEnded, boolean refused) {}

  private final Patient patient;
  private final int most;
  private final MasterConnection connection;
  private final Map<AgentId, Offer> offers = new LinkedHashMap<>();
  private final Map<String, Probe> probes = new LinkedHashMap<>();
  private String sessionEnded = "";
  private Optional<Long> tooSmallSince = Optional.empty();

  private ProbeRound(Patient patient, int most, MasterConnection connection) {
    this.patient = patient;
    this.most = most;
    this.connection = connection;
  }

  /**
   * Holds a round.
   *
   * @param patient whose executors are started
   * @param most on how many agents at most
   * @param within how long it may take, besides the end of the session
   */
  static Seen hold(Patient patient, int most, Duration within) throws InterruptedException {
    Inbox inbox = new Inbox();
    try (MasterConnection connection = patient.connect().apply(inbox)) {
      ProbeRound round = new ProbeRound(patient, most, connection);
      connection.send(new Call.Subscribe(SESSION, Optional.empty()));
      round.listen(inbox, within);
      round.leave();
      return new Seen(
          List.copyOf(round.offers.values()),
          List.copyOf(round.probes.values()),
          round.sessionEnded,
          MasterProbe.refused(round.sessionEnded));
    }
  }

  private void listen(Inbox inbox, Duration within) throws InterruptedException {
    long end = nanos() + within.toNanos();
    while (!over() && nanos() < end) {
      long until = tooSmallSince.map(since -> since + PATIENCE.toNanos()).orElse(end);
      Duration wait = Duration.ofNanos(Math.max(0, Math.min(end, until) - nanos()));
      inbox.take(Optional.of(wait), MOST_EVENTS).forEach(this::happened);
    }
  }

  private boolean over() {
    boolean allEnded = probes.values().stream().allMatch(probe -> probe.ended().isPresent());
    boolean noPatience =
        tooSmallSince.filter(since -> nanos() - since >= PATIENCE.toNanos()).isPresent();
    return !sessionEnded.isEmpty() || (probes.isEmpty() ? noPatience : allEnded);
  }

  private void happened(Event event) {
    if (event instanceof Event.OffersArrived arrived) {
      arrived.offers().forEach(this::offered);
    } else if (event instanceof Event.TaskReported reported) {
      reported(reported.report());
    } else if (event instanceof Event.ExecutorEnded ended) {
      probes.values().stream()
          .filter(probe -> probe.offer().agent().equals(ended.agent()))
          .forEach(probe -> probe.executorEnded(ended.status()));
    } else if (event instanceof Event.SessionEnded ended) {
      sessionEnded = ended.reason();
    }
  }

  private void offered(Offer offer) {
    boolean first = offers.putIfAbsent(offer.agent(), offer) == null;
    boolean fits = offer.free().covers(patient.code().planner().probeResources());
    boolean probed =
        probes.values().stream().anyMatch(probe -> probe.offer().agent().equals(offer.agent()));
    if (!fits || probed || probes.size() >= most) {
      if (first && !fits && tooSmallSince.isEmpty()) {
        tooSmallSince = Optional.of(nanos());
      }
      connection.send(new Call.Decline(List.of(offer.id()), NOT_AGAIN));
      return;
    }
    offers.put(offer.agent(), offer);
    launch(offer);
  }

  private void launch(Offer offer) {
    int number = probes.size() + 1;
    Instant now = patient.clocks().host().instant();
    CarrierId carrier = new CarrierId(NAME, number);
    AttemptId attempt = new AttemptId(RunId.manual(NAME, 1, "probe"), number, 1);
    LaunchPlanner planner = patient.code().planner();
    TaskLaunch launch =
        planner.probe(carrier, attempt, patient.code().bundle(), place(planner, offer), now);
    probes.put(carrier.toString(), new Probe(offer, launch, now));
    connection.send(new Call.Accept(List.of(offer.id()), List.of(launch), NOT_AGAIN));
  }

  private static LaunchPlanner.ProbePlace place(LaunchPlanner planner, Offer offer) {
    Stock stock = new Stock(offer.offered().role());
    stock.add(offer.offered());
    Allocation executor = stock.take(planner.executorResources(Isolation.SHARED), 0);
    return new LaunchPlanner.ProbePlace(
        offer.agent(), executor, stock.take(planner.probeTask(), 0));
  }

  private void reported(TaskReport report) {
    report
        .uuid()
        .flatMap(
            uuid -> report.agent().map(agent -> new Call.Acknowledge(agent, report.taskId(), uuid)))
        .ifPresent(connection::send);
    Probe probe = probes.get(report.taskId());
    if (probe != null) {
      probe.heard(report, patient.clocks().host().instant());
    }
  }

  /** What still runs ends with the framework; without a session, with its failover timeout of 0. */
  private void leave() {
    if (sessionEnded.isEmpty()) {
      connection.send(new Call.Teardown());
    }
  }

  private long nanos() {
    return patient.clocks().nanos().getAsLong();
  }
}
