package io.ejc.internal.engine;

import io.ejc.internal.core.Call;

/**
 * The engine's way to the Mesos master. What comes back arrives as events in the {@link Inbox}:
 * {@code Subscribed}, {@code OffersArrived}, {@code TaskReported}, {@code ExecutorEnded}, and
 * exactly one {@code SessionEnded} for each {@link Call.Subscribe} that was not replaced by a newer
 * one.
 *
 * <p>{@link #send} never blocks and never throws for reasons of the network. Calls are sent in
 * order, each when the previous one was answered; acknowledgements may travel beside. An answer
 * that was lost ends the session. A call sent while there is no session is dropped: the core
 * subscribes again and reconciles.
 */
public interface MasterConnection extends AutoCloseable {

  /**
   * Sends a call.
   *
   * @param call the call
   */
  void send(Call.ToMaster call);

  /**
   * Sends nothing more: what waits to be sent is dropped, because another host may lead. Any thread
   * may call it; {@link #close} is still to be called.
   */
  void cut();

  /** Ends the session without a teardown and releases threads and sockets; waits a bounded time. */
  @Override
  void close();
}
