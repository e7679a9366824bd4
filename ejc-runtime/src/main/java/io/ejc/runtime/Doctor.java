package io.ejc.runtime;

import io.ejc.api.EjcStartException;
import io.ejc.api.spi.EjcApplication;
import io.ejc.internal.doctor.Finding;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Examines the cluster for an application, without starting it:
 *
 * <pre>{@code
 * java -cp ... io.ejc.runtime.Doctor com.example.ShopJobs [--ejc.key=value ...]
 * }</pre>
 *
 * <p>It reads the same configuration as the application, opens what a start opens, starts the
 * application's executor once on every agent that offers enough, and prints one line a finding.
 * Exit status 0: nothing is fatal; 1: something is; 2: wrong use.
 */
public final class Doctor {

  private static final int FATAL = 1;
  private static final int WRONG_USE = 2;
  private static final String PORT_IN_USE = "(expected: a free port)";
  private static final String USE =
      "use: java -cp APPLICATION io.ejc.runtime.Doctor MAIN_CLASS [--ejc.key=value ...]";

  private Doctor() {}

  /** Takes the application's main class, and what its {@code main} would take. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty() || args.get(0).startsWith("-")) {
      err.println(USE);
      return WRONG_USE;
    }
    Class<?> application;
    try {
      application =
          Class.forName(args.get(0), false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      err.println("main class: " + args.get(0) + " (expected: a class of the class path)");
      err.println(USE);
      return WRONG_USE;
    }
    List<Finding> findings =
        examine(new EjcApplication(application, args.subList(1, args.size()), Map.of()));
    findings.forEach(finding -> print(finding, out));
    long fatal = findings.stream().filter(f -> f.level() == Finding.Level.FATAL).count();
    long warnings = findings.stream().filter(f -> f.level() == Finding.Level.WARNING).count();
    out.println(fatal + " fatal, " + warnings + " warnings");
    return fatal > 0 ? FATAL : 0;
  }

  private static List<Finding> examine(EjcApplication application) {
    try {
      return new HostStart(application).examine();
    } catch (EjcStartException e) {
      String first = e.problems().get(0);
      return first.startsWith(Key.SERVE_PORT.path) && first.contains(PORT_IN_USE)
          ? onAnotherPort(application, first)
          : fatal(e.problems());
    }
  }

  /** The application itself may run on this host, and be examined all the same. */
  private static List<Finding> onAnotherPort(EjcApplication application, String problem) {
    List<String> args = new ArrayList<>(List.of("--" + Key.SERVE_PORT.path + "=0"));
    application.args().stream()
        .filter(arg -> !arg.startsWith("--" + Key.SERVE_PORT.path + "="))
        .forEach(args::add);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding(
            Finding.Level.WARNING,
            problem,
            "the application itself may run on this host; any free port is used instead, which a"
                + " firewall may not let agents reach"));
    try {
      EjcApplication other = new EjcApplication(application.mainClass(), args, Map.of());
      findings.addAll(new HostStart(other).examine());
    } catch (EjcStartException e) {
      findings.addAll(fatal(e.problems()));
    }
    return findings;
  }

  private static List<Finding> fatal(List<String> problems) {
    return problems.stream().map(problem -> new Finding(Finding.Level.FATAL, problem, "")).toList();
  }

  private static void print(Finding finding, PrintStream out) {
    String level = finding.level().name();
    out.println(level + " ".repeat(8 - level.length()) + finding.what());
    if (!finding.nextStep().isEmpty()) {
      Arrays.stream(finding.nextStep().split("\n", -1))
          .forEach(line -> out.println(" ".repeat(8) + "-> " + line));
    }
  }
}
