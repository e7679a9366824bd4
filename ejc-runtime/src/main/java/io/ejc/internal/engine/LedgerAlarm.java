package io.ejc.internal.engine;

import io.ejc.internal.model.Job;
import io.ejc.internal.model.JobName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds jobs whose ledger is settled beyond now (CORRECTNESS 5): a host whose clock was ahead did
 * so, and the job does not fire until that instant.
 */
final class LedgerAlarm {

  private final Duration tolerance;
  private final Set<JobName> told = new HashSet<>();

  LedgerAlarm(Duration tolerance) {
    this.tolerance = tolerance;
  }

  /** The jobs settled beyond now. */
  List<Job> ahead(Collection<Job> jobs, Instant now) {
    return jobs.stream()
        .filter(Job::registered)
        .filter(job -> job.ledger().watermark().isAfter(now.plus(tolerance)))
        .toList();
  }

  /** Those among them that were not when this was last called. For one thread. */
  List<Job> news(Collection<Job> jobs, Instant now) {
    List<Job> ahead = ahead(jobs, now);
    told.removeIf(name -> ahead.stream().noneMatch(job -> job.name().equals(name)));
    List<Job> news = new ArrayList<>(ahead);
    news.removeIf(job -> !told.add(job.name()));
    return news;
  }

  /** What is wrong with one of them. */
  Problem problem(Job job, Instant now) {
    Instant settled = job.ledger().watermark();
    return new Problem(
        "job " + job.name(),
        "its ledger is settled until "
            + settled
            + ", "
            + Duration.between(now, settled).toSeconds()
            + " s after now, "
            + now
            + ": a host's clock was ahead, and the job does not fire until then",
        "set it back with setLedgerBack(\"" + job.name() + "\"): instants after now are due again");
  }
}
