package io.ejc.internal.doctor;

import io.ejc.internal.doctor.Diagnosis.Health;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges what a round of probes has brought. */
final class AgentCheck {

  private final Patient patient;
  private final Diagnosis diagnosis;

  AgentCheck(Patient patient) {
    this.patient = patient;
    this.diagnosis = new Diagnosis(patient.code(), patient.clocks().maxSkew());
  }

  /** What the round says; one sick agent among others is no reason not to start. */
  List<Finding> findings(ProbeRound.Seen seen, Duration waited) {
    List<Finding> findings = new ArrayList<>();
    if (!seen.sessionEnded().isEmpty()) {
      findings.add(sessionEnded(seen));
    } else if (seen.offers().isEmpty()) {
      findings.add(noOffers(waited));
    } else if (seen.probes().isEmpty()) {
      findings.add(nothingFits(seen.offers()));
    }
    List<Diagnosis.Result> results = seen.probes().stream().map(diagnosis::of).toList();
    boolean allSick =
        !results.isEmpty() && results.stream().allMatch(result -> result.health() == Health.SICK);
    boolean fatal = allSick && needsExecutors();
    for (Diagnosis.Result result : results) {
      for (Finding finding : result.findings()) {
        findings.add(fatal ? Finding.fatal(finding.what(), finding.nextStep()) : finding);
      }
    }
    findings.addAll(jobsWithoutRoom(seen.offers()));
    return findings;
  }

  /** An application of nothing but commands starts no executors. */
  private boolean needsExecutors() {
    return patient.jobs().isEmpty() || patient.jobs().stream().anyMatch(job -> !job.runsCommand());
  }

  private static Finding sessionEnded(ProbeRound.Seen seen) {
    String what = "session with the master: " + seen.sessionEnded();
    return seen.refused()
        ? Finding.fatal(what, "correct ejc.mesos.role, ejc.mesos.user or ejc.mesos.principal")
        : Finding.warning(what, "agents were not examined to the end; run the doctor again");
  }

  private Finding noOffers(Duration waited) {
    return Finding.warning(
        "offers: none within "
            + waited.toMillis()
            + " ms under role "
            + patient.roles()
            + " (expected: at least one)",
        "on the master look at /slaves (are agents registered, drained or in maintenance?), at"
            + " /roles (does a quota, a limit or a missing reservation leave the role nothing?)"
            + " and at /frameworks (do others hold everything?)");
  }

  private Finding nothingFits(List<Offer> offers) {
    return Finding.warning(
        "offers: the largest of "
            + offers.size()
            + " is "
            + largest(offers)
            + " (expected: at least "
            + patient.code().planner().probeResources()
            + " for an executor)",
        "lower ejc.executor.heapMB, ejc.executor.nativeMB or ejc.executor.cpus, or wait until"
            + " others leave room");
  }

  private List<Finding> jobsWithoutRoom(List<Offer> offers) {
    if (offers.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (JobDefinition job : patient.jobs()) {
      Resources need = need(job);
      if (offers.stream().noneMatch(offer -> offer.free().covers(need))) {
        findings.add(
            Finding.warning(
                "job "
                    + job.name()
                    + ": an item with its executor needs "
                    + need
                    + " (expected: at most what one of "
                    + offers.size()
                    + " offered agents has free, the largest "
                    + largest(offers)
                    + ")",
                "lower cpuCount, memoryMB or ejc.executor.heapMB if this does not pass"));
      }
    }
    return findings;
  }

  private Resources need(JobDefinition job) {
    return patient.code().planner().executorResources(job).plus(LaunchPlanner.taskResources(job));
  }

  private static Resources largest(List<Offer> offers) {
    Resources largest = Resources.NONE;
    for (Offer offer : offers) {
      Resources free = offer.free();
      boolean more =
          free.memMb() > largest.memMb()
              || (free.memMb() == largest.memMb() && free.cpuMillis() > largest.cpuMillis());
      largest = more ? free : largest;
    }
    return largest;
  }
}
