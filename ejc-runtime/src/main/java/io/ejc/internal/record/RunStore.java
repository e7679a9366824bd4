package io.ejc.internal.record;

import java.util.List;
import java.util.Map;

/**
 * Where the scheduler's records are kept: a map from paths to bytes, written by one leader at a
 * time in atomic batches.
 *
 * <p>A path is a sequence of segments separated by slashes, such as {@code runs/JOB/RUN/items/0};
 * each segment matches {@code [A-Za-z0-9._-]{1,255}}. Used by the engine's thread alone.
 */
public interface RunStore extends AutoCloseable {

  /**
   * Takes the store over for a new leader: writes a new epoch first, so that an earlier leader's
   * commits are refused from then on, and reads everything after.
   *
   * @return all records by path
   * @throws StoreException when it cannot be read; nothing was taken over then, or it is safe to
   *     try again
   */
  Map<String, byte[]> takeOver() throws StoreException;

  /**
   * Stores changes durably, all or none, and returns when they are. A commit whose outcome is
   * unknown (connection lost) is found out before this returns: it is sent again only when it is
   * not there.
   *
   * <p>Without changes nothing is stored, and a leader that was deposed is refused all the same.
   *
   * @param changes what to write; at most one for each path; a batch larger than {@link
   *     #wholeBytes} may be cut between changes, in order, so a caller orders the changes of a
   *     large one such that every prefix is safe
   * @throws StoreException refused: another leader took over, the session is lost, or a record is
   *     too large ({@link ChangeRules}). Nothing of this batch that is not stored yet will ever be:
   *     take the store over again before the next commit.
   * @throws IllegalArgumentException against the rules of {@link ChangeRules}; nothing was stored
   */
  void commit(List<Change> changes) throws StoreException;

  /**
   * Up to which size, in bytes, a commit is stored whole: what does not belong together and is
   * larger together is better committed one after another.
   */
  default int wholeBytes() {
    return 256 * 1024;
  }

  /** Releases what the store holds. */
  @Override
  void close();

  /** One change of a batch. */
  sealed interface Change {
    /** The path it changes. */
    String path();

    /**
     * Creates or replaces a record.
     *
     * @param path its path
     * @param bytes its content, at least one byte
     */
    record Put(String path, byte[] bytes) implements Change {}

    /**
     * Removes a record and everything below it, if it is there.
     *
     * @param path its path
     */
    record Remove(String path) implements Change {}
  }
}
