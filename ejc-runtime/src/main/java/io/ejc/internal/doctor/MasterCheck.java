package io.ejc.internal.doctor;

import io.ejc.internal.mesos.MasterProbe;
import io.ejc.internal.model.JobDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the Mesos master: whether it answers, takes the credentials, and is new enough. */
final class MasterCheck {

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
  private static final int MAJOR = 1;
  private static final int MINOR = 9;

  /** A task may have limits since this one; older masters leave the field aside. */
  private static final int MINOR_LIMITS = 10;

  private static final String RULE = " (expected: Mesos 1.9.0 or newer)";

  private final Patient.Masters masters;
  private final List<JobDefinition> jobs;

  MasterCheck(Patient.Masters masters, List<JobDefinition> jobs) {
    this.masters = masters;
    this.jobs = jobs;
  }

  List<Finding> examine() throws InterruptedException {
    MasterProbe.Look look =
        MasterProbe.look(masters.address(), masters.access(), masters.patience());
    if (!look.problem().isEmpty()) {
      return List.of(Finding.fatal(look.problem(), ""));
    }
    if (look.master().isEmpty()) {
      return List.of(
          Finding.warning(
              "Mesos master: nobody leads at the moment (expected: a leader)",
              "look at the masters' logs if this lasts; EJC waits for a leader"));
    }
    String what = "Mesos master: " + look.master() + ", version " + look.version();
    Matcher version = VERSION.matcher(look.version());
    if (!version.matches()) {
      return List.of(
          Finding.warning(what + RULE, "EJC cannot tell from this whether it is new enough"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        isAtLeast(version, MINOR)
            ? Finding.ok(what + RULE)
            : Finding.fatal(what + RULE, "upgrade the masters first, then the agents"));
    if (!isAtLeast(version, MINOR_LIMITS)) {
      jobs.stream()
          .filter(job -> hasLimits(job.placement()))
          .map(job -> limitsIgnored(job, look.version()))
          .forEach(findings::add);
    }
    return List.copyOf(findings);
  }

  private static boolean isAtLeast(Matcher version, int wanted) {
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > MAJOR || (major == MAJOR && minor >= wanted);
  }

  private static boolean hasLimits(JobDefinition.Placement placement) {
    return placement.cpuLimitMillis() > 0 || placement.memLimitMb() > 0;
  }

  private static Finding limitsIgnored(JobDefinition job, String version) {
    return Finding.warning(
        "job "
            + job.name()
            + ": cpuLimit and memoryLimitMB have no effect on Mesos "
            + version
            + " (expected: 1.10.0 or newer)",
        "its items get what they ask for and no more: raise cpuCount and memoryMB, or upgrade");
  }
}
