package io.ejc.api;

/**
 * Told of runs, once before and once after each, on the host that leads. Register one with {@link
 * Ejc.Builder#runListener}; in Spring each bean of this type is one. All hosts of an application
 * must register the same.
 *
 * <p><b>Once, also over failover, as far as that can be:</b> that a listener is to be called is
 * stored before it is called, and that it has returned is stored after. A host that ends in between
 * leaves its successor in doubt; the successor calls again, and says so with {@code again}. So no
 * call is left out, and a call without {@code again} comes once for each run and no other. Who must
 * not do a thing twice keeps the run's id with what it has done, and looks there when {@code again}
 * is set (docs/decisions/0025-run-listeners.md).
 *
 * <p>Called on one thread of the host, one call after another, in the order of the runs' beginnings
 * and ends. An exception is logged and changes nothing. A call that takes longer than 30 seconds is
 * interrupted, and counts as returned.
 */
public interface RunListener {

  /**
   * A run's turn has come. None of its items starts before this has returned.
   *
   * @param run the run, without attempts
   * @param again whether this was perhaps called for the run before
   */
  default void beforeRun(RunView run, boolean again) {}

  /**
   * A run has ended of which {@link #beforeRun} was told. The next run of its job may have begun.
   *
   * @param run the run, with what became of its items
   * @param again whether this was perhaps called for the run before
   */
  default void afterRun(RunView run, boolean again) {}
}
