package io.ejc.internal.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A store that lasts as long as its JVM: for tests and simulations.
 *
 * <p>Several stores may share their {@link Contents}, as several hosts share a ZooKeeper: the last
 * one that took over leads, and the commits of the others are refused. Any thread may use it.
 */
public final class InMemoryRunStore implements RunStore {

  private static final long NOT_LEADING = 0;

  private final Contents contents;
  private long epoch = NOT_LEADING;

  /** A store with contents of its own. */
  public InMemoryRunStore() {
    this(new Contents());
  }

  /**
   * A store over contents that others may use too.
   *
   * @param contents what is stored
   */
  public InMemoryRunStore(Contents contents) {
    this.contents = contents;
  }

  @Override
  public synchronized Map<String, byte[]> takeOver() {
    epoch = contents.raiseEpoch();
    return contents.read();
  }

  @Override
  public synchronized void commit(List<Change> changes) throws StoreException {
    if (epoch == NOT_LEADING) {
      throw new StoreException("commit: not leading; take the store over first");
    }
    ChangeRules.check(changes);
    contents.write(epoch, changes);
  }

  @Override
  public synchronized void close() {
    epoch = NOT_LEADING;
  }

  /** What is stored, and who may write it. Outlives the stores over it. */
  public static final class Contents {

    private final TreeMap<String, byte[]> records = new TreeMap<>();
    private long epoch = NOT_LEADING;

    /** Nothing stored, nobody leads. */
    public Contents() {}

    private synchronized long raiseEpoch() {
      epoch++;
      return epoch;
    }

    /** All records by path, without taking anything over. */
    public synchronized Map<String, byte[]> read() {
      Map<String, byte[]> copy = new HashMap<>();
      records.forEach((path, bytes) -> copy.put(path, bytes.clone()));
      return copy;
    }

    private synchronized void write(long writer, List<Change> changes) throws StoreException {
      if (writer != epoch) {
        throw new StoreException(
            "commit refused: another leader took over: epoch "
                + epoch
                + " (this one: "
                + writer
                + ")");
      }
      for (Change change : changes) {
        if (change instanceof Change.Put put) {
          records.put(put.path(), put.bytes().clone());
        } else {
          records.remove(change.path());
          // '0' follows '/': all that begins with the path and a slash lies between the two.
          records.subMap(change.path() + '/', change.path() + '0').clear();
        }
      }
    }
  }
}
