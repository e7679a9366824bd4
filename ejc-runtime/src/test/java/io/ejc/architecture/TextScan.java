package io.ejc.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks in any text for what belongs to one machine. */
final class TextScan {
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}/-])/(root|work|home/\\w+|Users/\\w+)/");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "repo1?\\.maven\\.(apache\\.)?org|registry\\.npmjs\\.org|deb\\.debian\\.org|pypi\\.org");

  private TextScan() {}

  static List<Finding> of(String file, String text) {
    List<Finding> findings = new ArrayList<>();
    long number = 0;
    for (String line : text.lines().toList()) {
      number++;
      note(findings, file, number, "machine path", MACHINE_PATH.matcher(line));
      note(findings, file, number, "registry host", REGISTRY.matcher(line));
    }
    return findings;
  }

  private static void note(
      List<Finding> findings, String file, long line, String rule, Matcher matcher) {
    if (matcher.find()) {
      findings.add(new Finding(file, line, rule, matcher.group()));
    }
  }
}
