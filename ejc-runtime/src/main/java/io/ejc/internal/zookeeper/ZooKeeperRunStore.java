package io.ejc.internal.zookeeper;

import io.ejc.internal.record.ChangeRules;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records in ZooKeeper, one node each, below {@code ROOT/records}.
 *
 * <p>After a commit that threw a {@link StoreException} nothing more is written until the next
 * takeover. A request of that commit which is still on its way to a server may arrive until then,
 * and never after: what the next takeover reads is what stays.
 */
public final class ZooKeeperRunStore implements RunStore {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperRunStore.class);

  private static final byte[] NO_CONTENT = {};
  private static final byte[] NO_EPOCH = "0".getBytes(StandardCharsets.UTF_8);
  private static final int TAKEOVER_TRIES = 5;

  /** Thousands of records take seconds; only servers that are ill take longer than this. */
  private static final Duration READ_WAIT = Duration.ofMinutes(2);

  private final ZooKeeperClient client;
  private final Duration commitWait;
  private final Tenure.Paths paths;
  private final String records;
  private @Nullable Tenure tenure;

  /**
   * A store that waits up to 30 seconds for a commit.
   *
   * @param client the connection; stays open when the store is closed
   */
  public ZooKeeperRunStore(ZooKeeperClient client) {
    this(client, Duration.ofSeconds(30));
  }

  /**
   * A store.
   *
   * @param client the connection; stays open when the store is closed
   * @param commitWait how long a commit may take before it counts as failed
   */
  public ZooKeeperRunStore(ZooKeeperClient client, Duration commitWait) {
    this.client = client;
    this.commitWait = commitWait;
    this.paths = new Tenure.Paths(client.root() + "/epoch", client.root() + "/commit");
    this.records = client.root() + "/records";
  }

  @Override
  public Map<String, byte[]> takeOver() throws StoreException {
    tenure = null;
    int sessionsLost = client.gate().sessionsLost();
    Session session = client.session();
    try {
      Deadline deadline = Deadline.in(commitWait);
      session.ensure(paths.epoch(), NO_EPOCH, session.acl(), deadline);
      session.ensure(paths.commit(), NO_CONTENT, session.acl(), deadline);
      session.ensure(records, NO_CONTENT, session.acl(), deadline);
      Tenure.Epoch epoch = beginEpoch(session, deadline);
      int commitVersion = session.read(paths.commit(), deadline).stat().getVersion();
      TreeReader.Tree tree =
          Session.await(TreeReader.read(session.handle(), records), Deadline.in(READ_WAIT));
      RecordNodes nodes = new RecordNodes(records, tree.nodes(), session.acl());
      tenure = new Tenure(session, paths, epoch, commitVersion, nodes, client.gate(), sessionsLost);
      Map<String, byte[]> found = RecordNodes.records(records, tree.contents());
      log.info("took {} over: epoch {}, {} records", client.root(), epoch.number(), found.size());
      return found;
    } catch (KeeperException e) {
      throw ZooKeeperClient.refused("taking " + client.root() + " over", e);
    }
  }

  /**
   * Counts the epoch up. Once that is answered, all that earlier leaders wrote can be read here.
   */
  private Tenure.Epoch beginEpoch(Session session, Deadline deadline)
      throws KeeperException, StoreException {
    for (int i = 0; i < TAKEOVER_TRIES; i++) {
      Session.Node current = session.read(paths.epoch(), deadline);
      long number = epochNumber(current.bytes()) + 1;
      byte[] text = Long.toString(number).getBytes(StandardCharsets.UTF_8);
      try {
        int version =
            session.write(paths.epoch(), text, current.stat().getVersion(), deadline).getVersion();
        return new Tenure.Epoch(number, version);
      } catch (KeeperException.BadVersionException e) {
        log.info("another host is taking {} over too; trying again", client.root());
        session.sync(paths.epoch(), deadline);
      }
    }
    throw new StoreException(
        "taking "
            + client.root()
            + " over: other hosts did so "
            + TAKEOVER_TRIES
            + " times meanwhile; check that no other application uses this namespace");
  }

  private long epochNumber(byte[] bytes) throws StoreException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new StoreException(
          paths.epoch() + ": " + text + " (expected: a number); something else wrote it", e);
    }
  }

  @Override
  public void commit(List<Change> changes) throws StoreException {
    Tenure leading = tenure;
    if (leading == null) {
      throw new StoreException("commit: not leading; take the store over first");
    }
    ChangeRules.check(changes);
    tenure = null;
    leading.commit(changes, commitWait);
    tenure = leading;
  }

  /** Forgets what it knows; ZooKeeper keeps the records, and the connection stays open. */
  @Override
  public void close() {
    tenure = null;
  }
}
