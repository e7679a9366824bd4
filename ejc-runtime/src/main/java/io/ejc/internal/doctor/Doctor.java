package io.ejc.internal.doctor;

import io.ejc.internal.engine.Clocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Examines a patient: what can be seen from here, and then from the agents. */
public final class Doctor {

  private final Patient patient;

  /**
   * A doctor.
   *
   * @param patient whom it examines
   */
  public Doctor(Patient patient) {
    this.patient = patient;
  }

  /**
   * Examines, on the calling thread. Agents are not troubled when something else is fatal already.
   *
   * @param agents on how many agents at most executors are started
   * @param within how long it may take, besides the end of the session with the master
   * @return what was found, in the order in which it was looked at
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public List<Finding> examine(int agents, Duration within) throws InterruptedException {
    long end = patient.clocks().nanos().getAsLong() + within.toNanos();
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("configuration in force: " + patient.configuration()));
    Clocks clocks = patient.clocks();
    findings.addAll(
        Bounded.run(
            () -> new StoreCheck(patient.zookeeper(), clocks).examine(),
            left(end),
            waited ->
                Finding.fatal(
                    "ZooKeeper: no answer within " + waited.toMillis() + " ms",
                    "see whether the servers of ejc.zookeeper.servers are overloaded or stopped, or"
                        + " raise ejc.doctorTimeout")));
    findings.addAll(
        Bounded.run(
            () -> new MasterCheck(patient.masters(), patient.jobs()).examine(),
            left(end),
            waited ->
                Finding.fatal(
                    "Mesos master: no answer within " + waited.toMillis() + " ms",
                    "see whether the masters of ejc.mesos.master are overloaded or stopped, or"
                        + " raise ejc.doctorTimeout")));
    if (findings.stream().noneMatch(Finding::isFatal)) {
      Duration left = left(end);
      ProbeRound.Seen seen = ProbeRound.hold(patient, agents, left);
      findings.addAll(new AgentCheck(patient).findings(seen, left));
    }
    return List.copyOf(findings);
  }

  private Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - patient.clocks().nanos().getAsLong()));
  }
}
