package io.ejc.internal.execute;

import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.model.TaskPayload;
import io.ejc.internal.wire.Payloads;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The leases of this process, and the way in which they are asked for. Any thread. */
final class Leases {

  /** Sends a message to the scheduler, which may be lost; returns when the agent took it. */
  interface Sender {
    void send(byte[] data) throws IOException, InterruptedException;
  }

  private static final System.Logger LOG = ExecutorLog.logger();

  private final ScheduledExecutorService thread;
  private final ScheduledExecutorService lane;
  private final Sender sender;
  private final Map<String, Lease> leases = new ConcurrentHashMap<>();

  /**
   * Holds nothing.
   *
   * @param thread on which leases are looked at, and nothing else
   * @param lane on which calls are sent, one after another
   * @param sender sends them
   */
  Leases(ScheduledExecutorService thread, ScheduledExecutorService lane, Sender sender) {
    this.thread = thread;
    this.lane = lane;
    this.sender = sender;
  }

  /** Begins to ask for the lease of an attempt; null when it needs none. */
  @Nullable Lease begin(String taskId, TaskPayload payload, Lease.Holder holder) {
    if (payload.lease().isZero()) {
      return null;
    }
    CarrierId carrier = CarrierId.parse(taskId);
    LeaseTerm term = new LeaseTerm(payload.lease(), ExecutorMain.CLOCK, System::nanoTime);
    AtomicReference<@Nullable String> next = new AtomicReference<>();
    Lease lease =
        new Lease(
            taskId,
            payload.lease(),
            payload.killGrace(),
            term,
            nonce -> {
              // while the lane is busy only the latest question is kept
              if (next.getAndSet(nonce) == null) {
                lane.execute(() -> ask(carrier, next.getAndSet(null)));
              }
            },
            holder);
    leases.put(taskId, lease);
    lease.begin(thread);
    return lease;
  }

  /** A message of the scheduler; what it does not understand is passed over. */
  void message(byte[] data) {
    Payloads.decodeMessage(data)
        .filter(message -> message.kind() == LeaseMessage.Kind.GRANTED)
        .ifPresentOrElse(
            this::granted, () -> LOG.log(Level.INFO, "message of {0} bytes ignored", data.length));
  }

  private void granted(LeaseMessage message) {
    Lease lease = leases.get(message.carrier().toString());
    if (lease != null) {
      lease.granted(message.nonce());
    }
  }

  /** The attempt has ended. */
  void end(String taskId) {
    Lease lease = leases.remove(taskId);
    if (lease != null) {
      lease.close();
    }
  }

  private void ask(CarrierId carrier, @Nullable String nonce) {
    if (nonce == null) {
      return;
    }
    try {
      sender.send(Payloads.encode(new LeaseMessage(LeaseMessage.Kind.ASKED, carrier, nonce)));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "question about the lease of task " + carrier + " not sent", e);
    } catch (InterruptedException e) {
      // only the end of the process interrupts the lane
      Thread.currentThread().interrupt();
    }
  }
}
