package io.ejc.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Keeps the reports that Spring Boot shows for failed starts; found by spring.factories. */
public final class ReportedFailures implements FailureAnalysisReporter {

  static final List<FailureAnalysis> REPORTS = new ArrayList<>();

  @Override
  public void report(FailureAnalysis analysis) {
    REPORTS.add(analysis);
  }
}
