package io.ejc.internal.zookeeper;

import io.ejc.internal.record.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One ZooKeeper session, used through its own handle.
 *
 * <p>Curator's operations are sent again when the connection is lost, and go on in a new session
 * when the old one expired. A commit must do neither, so the handle itself is asked: it sends once,
 * and after its session there is no other.
 */
final class Session {

  private final ZooKeeper handle;
  private final List<ACL> acl;

  Session(ZooKeeper handle, List<ACL> acl) {
    this.handle = handle;
    this.acl = acl;
  }

  /** A node as it was read. */
  record Node(byte[] bytes, Stat stat) {}

  ZooKeeper handle() {
    return handle;
  }

  List<ACL> acl() {
    return acl;
  }

  Node read(String path, Deadline deadline) throws KeeperException, StoreException {
    CompletableFuture<Node> answer = new CompletableFuture<>();
    handle.getData(
        path,
        false,
        (rc, p, context, bytes, stat) -> {
          if (rc == Code.OK.intValue()) {
            answer.complete(new Node(bytes == null ? new byte[0] : bytes, stat));
          } else {
            answer.completeExceptionally(failure(rc, path));
          }
        },
        null);
    return await(answer, deadline);
  }

  Stat write(String path, byte[] bytes, int version, Deadline deadline)
      throws KeeperException, StoreException {
    CompletableFuture<Stat> answer = new CompletableFuture<>();
    handle.setData(
        path,
        bytes,
        version,
        (rc, p, context, stat) -> {
          if (rc == Code.OK.intValue()) {
            answer.complete(stat);
          } else {
            answer.completeExceptionally(failure(rc, path));
          }
        },
        null);
    return await(answer, deadline);
  }

  /** Has a change of a node told, whether or not the node is there; once. */
  void watch(String path, Watcher watcher, Deadline deadline)
      throws KeeperException, StoreException {
    CompletableFuture<String> answer = new CompletableFuture<>();
    handle.exists(
        path,
        watcher,
        (rc, p, context, stat) -> {
          if (rc == Code.OK.intValue() || rc == Code.NONODE.intValue()) {
            answer.complete(path);
          } else {
            answer.completeExceptionally(failure(rc, path));
          }
        },
        null);
    String unused = await(answer, deadline);
  }

  /** The names of a node's children; the watcher is told of the next change of them. */
  List<String> children(String path, @Nullable Watcher watcher, Deadline deadline)
      throws KeeperException, StoreException {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    handle.getChildren(
        path,
        watcher,
        (rc, p, context, names) -> {
          if (rc == Code.OK.intValue()) {
            answer.complete(List.copyOf(names));
          } else {
            answer.completeExceptionally(failure(rc, path));
          }
        },
        null);
    return await(answer, deadline);
  }

  /** Creates a node, unless it is there. */
  void ensure(String path, byte[] bytes, List<ACL> rights, Deadline deadline)
      throws KeeperException, StoreException {
    ensure(path, bytes, rights, CreateMode.PERSISTENT, deadline);
  }

  /** Creates a node that ends with this session, unless it is there. */
  void announce(String path, byte[] bytes, Deadline deadline)
      throws KeeperException, StoreException {
    ensure(path, bytes, acl, CreateMode.EPHEMERAL, deadline);
  }

  private void ensure(
      String path, byte[] bytes, List<ACL> rights, CreateMode mode, Deadline deadline)
      throws KeeperException, StoreException {
    CompletableFuture<String> answer = new CompletableFuture<>();
    handle.create(
        path,
        bytes,
        rights,
        mode,
        (rc, p, context, name) -> {
          if (rc == Code.OK.intValue() || rc == Code.NODEEXISTS.intValue()) {
            answer.complete(path);
          } else {
            answer.completeExceptionally(failure(rc, path));
          }
        },
        null);
    String unused = await(answer, deadline);
  }

  /** Brings the server that this session is connected to up to the state of the ensemble. */
  void sync(String path, Deadline deadline) throws KeeperException, StoreException {
    CompletableFuture<String> answer = new CompletableFuture<>();
    handle.sync(
        path,
        (rc, p, context) -> {
          if (rc == Code.OK.intValue()) {
            answer.complete(path);
          } else {
            answer.completeExceptionally(failure(rc, path));
          }
        },
        null);
    String unused = await(answer, deadline);
  }

  /**
   * Sends operations, all or none.
   *
   * @return their results; when ZooKeeper refused them, those before the culprit are OK
   * @throws KeeperException when there was no answer to them
   */
  List<OpResult> multi(List<Op> operations, Deadline deadline)
      throws KeeperException, StoreException {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    handle.multi(
        operations,
        (rc, p, context, results) -> {
          if (results != null) {
            answer.complete(results);
          } else {
            answer.completeExceptionally(failure(rc, "multi"));
          }
        },
        null);
    return await(answer, deadline);
  }

  static KeeperException failure(int code, String path) {
    return KeeperException.create(Code.get(code), path);
  }

  /** Waits for an answer; without one in time it counts as an operation that timed out. */
  static <T> T await(CompletableFuture<T> answer, Deadline deadline)
      throws KeeperException, StoreException {
    try {
      return answer.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeeperException cause) {
        throw cause;
      }
      throw new StoreException("ZooKeeper: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw KeeperException.create(Code.OPERATIONTIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for ZooKeeper's answer", e);
    }
  }
}
