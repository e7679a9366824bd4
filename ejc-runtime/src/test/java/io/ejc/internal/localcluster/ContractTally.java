package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the cases of the contract went. */
final class ContractTally {

  private final Map<String, String> differences = new TreeMap<>();
  private final List<String> notRun = new ArrayList<>();
  private String current = "";
  private int cases;
  private int passed;

  synchronized void begins(String name) {
    current = name;
    cases++;
  }

  synchronized void passed() {
    passed++;
  }

  synchronized void notRun(String name, String reason) {
    notRun.add(name + ": " + reason);
  }

  /** The running case knows that the two kinds of cluster differ. */
  synchronized void differed(String reason) {
    differences.merge(current, reason, (all, next) -> all.contains(next) ? all : all + "; " + next);
  }

  synchronized String report(String cluster) {
    StringBuilder report = new StringBuilder();
    differences.forEach(
        (name, reason) ->
            report
                .append("contract: differs: ")
                .append(name)
                .append(": ")
                .append(reason)
                .append('\n'));
    notRun.forEach(line -> report.append("contract: not run: ").append(line).append('\n'));
    return report
        .append("contract: cluster=")
        .append(cluster)
        .append(" cases=")
        .append(cases)
        .append(" passed=")
        .append(passed)
        .append(" differed=")
        .append(differences.size())
        .append(" not_run=")
        .append(notRun.size())
        .toString();
  }
}
