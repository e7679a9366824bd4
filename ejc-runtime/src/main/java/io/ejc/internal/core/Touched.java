package io.ejc.internal.core;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.RunId;

/** A record that facts have changed since the last commit. */
public sealed interface Touched {

  /** The framework's id. */
  record TheFramework() implements Touched {}

  /** The deployed bundle. */
  record TheDeployment() implements Touched {}

  /** Code that is not current, and that runs want. */
  record OneBundle(BundleId bundle) implements Touched {}

  /** Whether everything is paused. */
  record TheControl() implements Touched {}

  /** Which local cluster attempts were launched on. */
  record TheCluster() implements Touched {}

  /** The shared executors of an agent. */
  record OneAgent(AgentId agent) implements Touched {}

  /** A job with its ledger and counter. */
  record OneJob(JobName job) implements Touched {}

  /** What was decided about a job at run time, or that nothing is any more. */
  record OneOverride(JobName job) implements Touched {}

  /** A run that did not exist before. */
  record NewRun(RunId run) implements Touched {}

  /** A run itself, without its items. */
  record OneRun(RunId run) implements Touched {}

  /** A block of a run's items, with their carriers. */
  record OneBlock(RunId run, int block) implements Touched {}

  /** A run that is not kept any more. */
  record GoneRun(RunId run) implements Touched {}
}
