package io.ejc.api.spi;

import java.util.ServiceLoader;

/**
 * Runs the items of one kind of job on the agent: it knows the kind's interface and what to do with
 * an object that implements it. The built-in kinds are such executors; a library adds a kind by
 * naming its executor in {@code META-INF/services/io.ejc.api.spi.JobItemExecutor}.
 *
 * <p>Found by {@link ServiceLoader} twice: on the host, which asks only for the interface, to know
 * which classes are jobs; and on the agent, from the application's classes. So constructors do
 * nothing. One instance lives as long as its executor; every method may be called by several
 * threads at once.
 *
 * @param <T> the job interface
 */
public interface JobItemExecutor<T> {

  /**
   * The interface that marks a class as a job of this kind. A class is of exactly one kind: where
   * one kind's interface extends another's, the narrower one counts.
   */
  Class<? super T> getJobInterface();

  /**
   * Does the work of one attempt, on the item's own thread. Returning normally means the item
   * succeeded, an exception that it failed. When the item is killed, the thread is interrupted;
   * whatever this method has begun must have ended when it returns or throws.
   *
   * @param job the object, made for this attempt by the {@link JobFactory}
   * @param item the attempt
   * @throws Exception whatever made the item fail
   */
  void process(T job, ItemExecution item) throws Exception;
}
