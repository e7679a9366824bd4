package io.ejc.spring;

import io.ejc.api.Ejc;
import io.ejc.api.FindingView;
import io.ejc.api.JobRegistry;
import io.ejc.api.JobView;
import io.ejc.api.ProblemView;
import io.ejc.api.RunView;
import io.ejc.api.WaitingView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The {@link Ejc} bean: can be injected before EJC runs, and passes every call on to the one that
 * runs now.
 */
final class ContextEjc implements Ejc {

  private final EjcLifecycle lifecycle;

  ContextEjc(EjcLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public String name() {
    return lifecycle.running().name();
  }

  @Override
  public boolean leads() {
    return lifecycle.running().leads();
  }

  @Override
  public Optional<Instant> asOf() {
    return lifecycle.running().asOf();
  }

  @Override
  public List<ProblemView> problems() {
    return lifecycle.running().problems();
  }

  @Override
  public void setLedgerBack(String jobName) {
    lifecycle.running().setLedgerBack(jobName);
  }

  @Override
  public List<FindingView> examine() {
    return lifecycle.running().examine();
  }

  @Override
  public JobRegistry registry() {
    return lifecycle.running().registry();
  }

  @Override
  public List<JobView> jobs() {
    return lifecycle.running().jobs();
  }

  @Override
  public Optional<JobView> job(String jobName) {
    return lifecycle.running().job(jobName);
  }

  @Override
  public List<RunView> runs(String jobName) {
    return lifecycle.running().runs(jobName);
  }

  @Override
  public Optional<RunView> findRun(String runId) {
    return lifecycle.running().findRun(runId);
  }

  @Override
  public RunView trigger(String jobName) {
    return lifecycle.running().trigger(jobName);
  }

  @Override
  public RunView trigger(String jobName, String key) {
    return lifecycle.running().trigger(jobName, key);
  }

  @Override
  public RunView trigger(String jobName, String key, String parameter) {
    return lifecycle.running().trigger(jobName, key, parameter);
  }

  @Override
  public CompletableFuture<RunView> whenEnded(String runId) {
    return lifecycle.running().whenEnded(runId);
  }

  @Override
  public boolean kill(String runId) {
    return lifecycle.running().kill(runId);
  }

  @Override
  public boolean killAll(String jobName) {
    return lifecycle.running().killAll(jobName);
  }

  @Override
  public void enable(String jobName) {
    lifecycle.running().enable(jobName);
  }

  @Override
  public void disable(String jobName) {
    lifecycle.running().disable(jobName);
  }

  @Override
  public void pause() {
    lifecycle.running().pause();
  }

  @Override
  public void resume() {
    lifecycle.running().resume();
  }

  @Override
  public void rollBack(String bundle) {
    lifecycle.running().rollBack(bundle);
  }

  @Override
  public void rollForward() {
    lifecycle.running().rollForward();
  }

  @Override
  public boolean paused() {
    return lifecycle.running().paused();
  }

  @Override
  public boolean kill(String runId, int item) {
    return lifecycle.running().kill(runId, item);
  }

  @Override
  public WaitingView whyWaiting(String runId, int item) {
    return lifecycle.running().whyWaiting(runId, item);
  }

  @Override
  public void teardown() {
    lifecycle.running().teardown();
  }

  @Override
  public void close() {
    lifecycle.stop();
  }
}
