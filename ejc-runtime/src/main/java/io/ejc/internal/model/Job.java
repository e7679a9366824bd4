package io.ejc.internal.model;

/**
 * A job as the scheduler knows it; kept also after its removal, because its numbers must go on
 * rising.
 *
 * @param definition what the author asked for
 * @param incarnation how often its name was registered after a removal, from 1
 * @param registered whether it is registered now
 * @param counter the latest number given: fencing tokens and carriers share it
 * @param ledger what became of its due instants
 */
public record Job(
    JobDefinition definition, int incarnation, boolean registered, long counter, Ledger ledger) {

  /** Its name. */
  public JobName name() {
    return definition.name();
  }

  /** The same job with another definition. */
  public Job with(JobDefinition newDefinition) {
    return new Job(newDefinition, incarnation, true, counter, ledger);
  }

  /** The same job, registered again or removed. */
  public Job registered(int newIncarnation, boolean now, Ledger newLedger) {
    return new Job(definition, newIncarnation, now, counter, newLedger);
  }

  /** The same job, with a number given. */
  public Job counted(long newCounter) {
    return new Job(definition, incarnation, registered, newCounter, ledger);
  }

  /** The same job with another ledger. */
  public Job with(Ledger newLedger) {
    return new Job(definition, incarnation, registered, counter, newLedger);
  }
}
