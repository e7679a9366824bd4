package io.ejc.internal.zookeeper;

import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leader's time over the store: from its takeover to the first commit that is refused.
 *
 * <p>Every request checks two versions. That of the epoch node: after another leader's takeover
 * nothing of this one is written. And that of the commit node, which every request sets: a request
 * can be applied only right after the one before it. So it is safe to send one again while the
 * first copy of it may still be on its way to a server; whichever comes second is refused.
 */
final class Tenure {

  private static final Logger log = LoggerFactory.getLogger(Tenure.class);

  private static final int EPOCH_CHECK = 0;
  private static final int COMMIT_MARK = 1;

  private final Session session;
  private final Paths paths;
  private final Epoch epoch;
  private final RecordNodes nodes;
  private final ConnectionGate gate;
  private final int sessionsLostBefore;
  private int commitVersion;
  private long batch;

  /** The nodes beside the records. */
  record Paths(String epoch, String commit) {}

  /** The epoch that was begun, and the version that its node has as long as it lasts. */
  record Epoch(long number, int version) {}

  Tenure(
      Session session,
      Paths paths,
      Epoch epoch,
      int commitVersion,
      RecordNodes nodes,
      ConnectionGate gate,
      int sessionsLostBefore) {
    this.session = session;
    this.paths = paths;
    this.epoch = epoch;
    this.commitVersion = commitVersion;
    this.nodes = nodes;
    this.gate = gate;
    this.sessionsLostBefore = sessionsLostBefore;
  }

  /** Stores changes; after an exception this tenure is over, and must not be used again. */
  void commit(List<Change> changes, Duration allowed) throws StoreException {
    Deadline deadline = Deadline.in(allowed);
    for (List<Op> operations : Batches.cut(changes, nodes)) {
      batch++;
      store(operations, deadline);
    }
  }

  private void store(List<Op> operations, Deadline deadline) throws StoreException {
    byte[] mark = (epoch.number() + ":" + batch).getBytes(StandardCharsets.UTF_8);
    List<Op> request = new ArrayList<>(operations.size() + 2);
    request.add(Op.check(paths.epoch(), epoch.version()));
    request.add(Op.setData(paths.commit(), mark, commitVersion));
    request.addAll(operations);
    boolean unknown = false;
    while (true) {
      requireSession();
      try {
        if (unknown && isThere(deadline)) {
          break;
        }
        judge(session.multi(request, deadline), deadline);
        break;
      } catch (KeeperException e) {
        if (!leavesOutcomeOpen(e)) {
          throw refused(e);
        }
        log.warn(
            "commit {}:{} has an unknown outcome ({}); finding it out when ZooKeeper answers again",
            epoch.number(),
            batch,
            e.code());
        unknown = true;
        awaitConnection(deadline);
      }
    }
    commitVersion++;
  }

  private static boolean leavesOutcomeOpen(KeeperException e) {
    return switch (e.code()) {
      case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT, SESSIONMOVED -> true;
      default -> false;
    };
  }

  /** Whether the commit node says that the current batch was stored. */
  private boolean isThere(Deadline deadline) throws KeeperException, StoreException {
    session.sync(paths.commit(), deadline);
    Session.Node mark = session.read(paths.commit(), deadline);
    String stored = new String(mark.bytes(), StandardCharsets.UTF_8);
    boolean there = stored.equals(epoch.number() + ":" + batch);
    log.info(
        "commit {}:{} {}",
        epoch.number(),
        batch,
        there ? "was stored" : "was not stored, sent again");
    return there;
  }

  /** Returns when ZooKeeper did what it was asked for, now or before. */
  private void judge(List<OpResult> results, Deadline deadline)
      throws KeeperException, StoreException {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult error
          && error.getErr() != Code.OK.intValue()) {
        Code code = Code.get(error.getErr());
        if (i == EPOCH_CHECK) {
          throw deposed(deadline);
        }
        // The first copy came in between our look at the commit node and the second copy.
        if (i == COMMIT_MARK && code == Code.BADVERSION && isThere(deadline)) {
          return;
        }
        throw new StoreException(
            "commit "
                + epoch.number()
                + ":"
                + batch
                + " refused: operation "
                + (i + 1)
                + " of "
                + results.size()
                + ": "
                + code
                + "; something else than EJC writes below "
                + paths.commit().substring(0, paths.commit().lastIndexOf('/')));
      }
    }
  }

  private StoreException deposed(Deadline deadline) throws StoreException {
    try {
      String current =
          new String(session.read(paths.epoch(), deadline).bytes(), StandardCharsets.UTF_8);
      return new StoreException(
          "commit refused: another leader took over: epoch "
              + current
              + " (this one: "
              + epoch.number()
              + ")");
    } catch (KeeperException e) {
      return new StoreException(
          "commit refused: another leader took over, or the namespace was removed (this epoch: "
              + epoch.number()
              + ")",
          e);
    }
  }

  private void awaitConnection(Deadline deadline) throws StoreException {
    if (!gate.await(deadline)) {
      throw new StoreException(
          "commit "
              + epoch.number()
              + ":"
              + batch
              + ": ZooKeeper could not be reached within "
              + deadline.allowed().toMillis()
              + " ms; check the servers of ejc.zookeeper.servers. Whether it was stored is seen at the"
              + " next takeover");
    }
  }

  private void requireSession() throws StoreException {
    if (gate.sessionsLost() != sessionsLostBefore) {
      throw refused(new KeeperException.SessionExpiredException());
    }
  }

  private StoreException refused(KeeperException e) {
    return ZooKeeperClient.refused("commit " + epoch.number() + ":" + batch, e);
  }
}
