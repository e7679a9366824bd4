package io.ejc.api.spi;

import java.util.ServiceLoader;

/**
 * Makes job objects on the agent, where the host's {@code main} does not run. Found by {@link
 * ServiceLoader} among the application's classes; with none, jobs are made by their public
 * constructor without parameters. One instance lives as long as its executor; every method may be
 * called by several threads at once.
 */
@SuppressWarnings("try") // an implementation may throw anything from close, also when interrupted
public interface JobFactory {

  /**
   * Called once before the first job is made, for pools and clients that jobs share.
   *
   * @throws Exception when the executor cannot work; its items are then reported as failed
   */
  default void start() throws Exception {}

  /**
   * Makes, or finds, the object that runs one attempt of an item.
   *
   * @param <T> the job's class
   * @param jobClass the annotated class, or the one that declares the annotated method; never asked
   *     for methods that are static
   * @return the object, never null
   * @throws Exception when it cannot be made; the item then fails with this exception
   */
  <T> T create(Class<T> jobClass) throws Exception;

  /**
   * Called when the attempt for which the object was made has ended.
   *
   * @param job what {@link #create} returned
   * @throws Exception logged, and otherwise of no effect
   */
  default void release(Object job) throws Exception {}

  /**
   * Called once when the executor ends in order.
   *
   * @throws Exception logged, and otherwise of no effect
   */
  default void close() throws Exception {}
}
