package io.ejc.internal.zookeeper;

import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.Op;

/**
 * Cuts changes into requests that ZooKeeper takes well: after 256 KiB or 500 operations, between
 * two changes. A change that is larger alone goes alone, up to what ZooKeeper takes at all.
 */
final class Batches {

  static final int SOFT_BYTES = 256 * 1024;
  static final int SOFT_OPERATIONS = 500;

  /** {@code jute.maxbuffer} is 1,048,575 bytes unless somebody changed it; this leaves a margin. */
  static final int HARD_BYTES = 1_000_000;

  private Batches() {}

  /**
   * Cuts changes.
   *
   * @return the operations of each batch, in order; at least one batch, which may be without
   *     operations
   * @throws StoreException a change that is larger than ZooKeeper takes
   */
  static List<List<Op>> cut(List<Change> changes, RecordNodes nodes) throws StoreException {
    List<List<Op>> batches = new ArrayList<>();
    List<Op> batch = new ArrayList<>();
    int bytes = 0;
    for (Change change : changes) {
      RecordNodes.Write write = nodes.write(change);
      if (write.bytes() > HARD_BYTES) {
        throw tooLarge(write);
      }
      boolean full =
          bytes + write.bytes() > SOFT_BYTES
              || batch.size() + write.operations().size() > SOFT_OPERATIONS;
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.addAll(write.operations());
      bytes += write.bytes();
    }
    if (!batch.isEmpty() || batches.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static StoreException tooLarge(RecordNodes.Write write) {
    return new StoreException(
        "change of "
            + write.path()
            + ": "
            + write.operations().size()
            + " operations of "
            + write.bytes()
            + " bytes (expected: at most "
            + HARD_BYTES
            + " bytes); nothing of its batch was stored, remove parts below it first");
  }
}
