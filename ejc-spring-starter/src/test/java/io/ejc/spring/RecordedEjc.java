package io.ejc.spring;

import io.ejc.api.Ejc;
import io.ejc.api.EjcException;
import io.ejc.api.EjcStartException;
import io.ejc.api.FindingView;
import io.ejc.api.JobRegistry;
import io.ejc.api.JobView;
import io.ejc.api.ProblemView;
import io.ejc.api.RunView;
import io.ejc.api.WaitingView;
import io.ejc.api.spi.EjcApplication;
import io.ejc.api.spi.EjcProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A runtime without jobs, which writes down what it was asked to start and what was closed. */
final class RecordedEjc implements EjcProvider {

  final List<EjcApplication> started = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final List<String> problems = new ArrayList<>();

  @Override
  public Ejc start(EjcApplication application) {
    if (!problems.isEmpty()) {
      throw new EjcStartException(problems);
    }
    started.add(application);
    events.add("ejc started");
    return new Running("recorded " + started.size());
  }

  /** What the only start asked for. */
  EjcApplication application() {
    if (started.size() != 1) {
      throw new IllegalStateException("starts: " + started.size() + " (expected: 1)");
    }
    return started.get(0);
  }

  private final class Running implements Ejc {

    private final String name;

    Running(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean leads() {
      return true;
    }

    @Override
    public Optional<Instant> asOf() {
      return Optional.empty();
    }

    @Override
    public List<FindingView> examine() {
      return List.of();
    }

    @Override
    public JobRegistry registry() {
      throw new EjcException("not recorded");
    }

    @Override
    public List<ProblemView> problems() {
      return List.of();
    }

    @Override
    public void setLedgerBack(String jobName) {
      throw new EjcException("not recorded");
    }

    @Override
    public List<JobView> jobs() {
      return List.of();
    }

    @Override
    public Optional<JobView> job(String jobName) {
      return Optional.empty();
    }

    @Override
    public List<RunView> runs(String jobName) {
      return List.of();
    }

    @Override
    public Optional<RunView> findRun(String runId) {
      return Optional.empty();
    }

    @Override
    public RunView trigger(String jobName) {
      throw new EjcException("no job " + jobName);
    }

    @Override
    public RunView trigger(String jobName, String key) {
      throw new EjcException("no job " + jobName);
    }

    @Override
    public RunView trigger(String jobName, String key, String parameter) {
      throw new EjcException("no job " + jobName);
    }

    @Override
    public CompletableFuture<RunView> whenEnded(String runId) {
      return CompletableFuture.failedFuture(new EjcException("no run " + runId));
    }

    @Override
    public boolean kill(String runId) {
      throw new EjcException("no run " + runId);
    }

    @Override
    public boolean killAll(String jobName) {
      return false;
    }

    @Override
    public WaitingView whyWaiting(String runId, int item) {
      throw new UnsupportedOperationException("whyWaiting");
    }

    @Override
    public void enable(String jobName) {
      throw new EjcException("no job " + jobName);
    }

    @Override
    public void disable(String jobName) {
      throw new EjcException("no job " + jobName);
    }

    @Override
    public void pause() {
      throw new EjcException("nothing to pause");
    }

    @Override
    public void resume() {
      throw new EjcException("nothing to resume");
    }

    @Override
    public void teardown() {
      close();
    }

    @Override
    public void rollBack(String bundle) {
      throw new EjcException("nothing to go back to");
    }

    @Override
    public void rollForward() {
      throw new EjcException("nothing to go forward to");
    }

    @Override
    public boolean paused() {
      return false;
    }

    @Override
    public boolean kill(String runId, int item) {
      throw new EjcException("no run " + runId);
    }

    @Override
    public void close() {
      events.add("ejc closed");
    }
  }
}
