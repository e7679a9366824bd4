package io.ejc.internal.doctor;

import io.ejc.internal.core.ExecutorExit;
import io.ejc.internal.launch.ExecutorCommand;
import io.ejc.internal.launch.ExecutorProfile;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.ProbeAnswer;
import io.ejc.internal.model.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a probe means. */
final class Diagnosis {

  /** What is known of an agent. */
  enum Health {
    WELL,
    SICK,
    UNKNOWN
  }

  /**
   * What a probe says of its agent.
   *
   * @param health whether jobs can run there
   * @param findings at least one, none of them fatal: other agents may be well
   */
  record Result(Health health, List<Finding> findings) {}

  private final Patient.Code code;
  private final Duration maxSkew;

  Diagnosis(Patient.Code code, Duration maxSkew) {
    this.code = code;
    this.maxSkew = maxSkew;
  }

  Result of(Probe probe) {
    if (probe.ended().isEmpty()) {
      return unknown(
          probe,
          "no answer in time, last heard: "
              + probe.last().map(report -> report.state().name()).orElse("nothing"),
          "fetching "
              + code.shown()
              + " or starting Java takes long there, or the agent is cut off;"
              + " raise ejc.doctorTimeout, and look at the agent's log and the sandbox");
    }
    TaskReport end = probe.last().orElseThrow();
    return switch (end.state()) {
      case FINISHED -> finished(probe, end, probe.ended().get());
      case FAILED -> failed(probe, end);
      case ERROR -> sick(probe, "the launch is refused, " + said(end), "");
      default -> unknown(probe, "the probe was lost, " + said(end), "look at the agent's log");
    };
  }

  private Result finished(Probe probe, TaskReport end, Instant arrived) {
    Optional<ProbeAnswer> answer =
        end.attempt().map(AttemptReport::message).flatMap(ProbeAnswer::parse);
    if (answer.isEmpty()) {
      return unknown(probe, "an answer that is none, " + said(end), "");
    }
    ProbeAnswer seen = answer.get();
    if (!seen.sandboxProblem().isEmpty()) {
      return sick(
          probe,
          "user " + seen.user() + " cannot write in the sandbox: " + seen.sandboxProblem(),
          "see the agent's disk and the rights of its work_dir");
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            name(probe)
                + ": code fetched and loaded, Java "
                + seen.java()
                + ", user "
                + seen.user()
                + ", sandbox writable"));
    user(probe, seen).ifPresent(findings::add);
    clock(probe, seen, arrived).ifPresent(findings::add);
    return new Result(Health.WELL, findings);
  }

  private Optional<Finding> user(Probe probe, ProbeAnswer seen) {
    String wanted = profile().user();
    if (!wanted.isEmpty() && !wanted.equals(seen.user())) {
      return Optional.of(
          Finding.warning(
              name(probe) + ": user " + seen.user() + " (expected: ejc.mesos.user, " + wanted + ")",
              "an agent switches users when it runs as root with --switch_user, its default"));
    }
    if (wanted.isEmpty() && seen.user().equals("root")) {
      return Optional.of(
          Finding.warning(
              name(probe) + ": user root (expected: a user without rights)",
              "set ejc.mesos.user to a user that every agent knows"));
    }
    return Optional.empty();
  }

  /** The answer was given between launch and arrival; only what lies outside is skew for sure. */
  private Optional<Finding> clock(Probe probe, ProbeAnswer seen, Instant arrived) {
    Duration ahead =
        seen.clock().isAfter(arrived)
            ? Duration.between(arrived, seen.clock())
            : seen.clock().isBefore(probe.launched())
                ? Duration.between(probe.launched(), seen.clock())
                : Duration.ZERO;
    if (ahead.abs().compareTo(maxSkew) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            String.format(
                Locale.ROOT,
                "%s: its clock is at least %d ms %s this host's (expected: at most"
                    + " ejc.clock.maxSkew, %d ms)",
                name(probe),
                ahead.abs().toMillis(),
                ahead.isNegative() ? "behind" : "ahead of",
                maxSkew.toMillis()),
            "set the clock of the agent right (NTP)"));
  }

  private Result failed(Probe probe, TaskReport end) {
    if (end.attempt().isPresent()) {
      return sick(
          probe,
          "the application cannot be loaded, " + said(end),
          "see stderr in the sandbox; its JobFactory and its layers are what is loaded");
    }
    String words = end.message().toLowerCase(Locale.ROOT);
    boolean launch = end.reason().equals("CONTAINER_LAUNCH_FAILED");
    if ((launch && words.contains("fetch")) || gotNoLayer(probe)) {
      return sick(
          probe,
          "it cannot fetch the application's code from "
              + code.shown()
              + " (expected: agents reach this host there), "
              + said(end),
          "set ejc.advertise.address to a name or address of this host that agents reach, and open"
              + " ejc.serve.port for them; on the agent: curl -v "
              + code.shown());
    }
    if (launch && (words.contains("user") || words.contains("chown"))) {
      return sick(
          probe,
          "ejc.mesos.user: " + profile().user() + " (expected: a user of the agent), " + said(end),
          "create the user on every agent, or set ejc.mesos.user to one that is there");
    }
    if (probe.status().isPresent()) {
      return sick(probe, exit(probe.status().getAsInt()), "");
    }
    return sick(probe, "the executor cannot be started, " + said(end), "see the agent's log");
  }

  private static boolean gotNoLayer(Probe probe) {
    return probe.status().isPresent() && probe.status().getAsInt() == ExecutorCommand.NO_LAYER << 8;
  }

  /** A JVM that is too old ends with 1, as everything does that a JVM cannot begin. */
  private String exit(int status) {
    return status == 1 << 8
        ? "ejc.executor.java: "
            + profile().java()
            + " ended with exit status 1 before EJC's executor began (expected: Java 17 or newer"
            + " that takes ejc.executor.jvmOptions); see stderr in its sandbox"
        : "ejc.executor.java: " + profile().java() + ": " + ExecutorExit.explain(status);
  }

  private ExecutorProfile profile() {
    return code.planner().profile();
  }

  private static String said(TaskReport report) {
    String reason = report.reason().isEmpty() ? report.state().name() : report.reason();
    return report.message().isEmpty() ? reason : reason + ": " + report.message();
  }

  private static Result sick(Probe probe, String what, String nextStep) {
    return new Result(Health.SICK, List.of(Finding.warning(name(probe) + ": " + what, nextStep)));
  }

  private static Result unknown(Probe probe, String what, String nextStep) {
    return new Result(
        Health.UNKNOWN, List.of(Finding.warning(name(probe) + ": " + what, nextStep)));
  }

  private static String name(Probe probe) {
    return "agent " + probe.offer().hostname();
  }
}
