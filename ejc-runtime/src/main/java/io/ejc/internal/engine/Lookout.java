package io.ejc.internal.engine;

import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Looks at the records for a host that does not lead. */
public interface Lookout extends AutoCloseable {

  /**
   * Begins to look: at once, and again after commits, with pauses that keep the store's load small.
   *
   * @param wanted whether anybody wants to see anything now
   * @param seen told what was read, on a thread of the implementation
   */
  void follow(BooleanSupplier wanted, Seen seen);

  /** Looks again soon, because it is wanted again. */
  void look();

  @Override
  void close();

  /** Is told what was read. */
  interface Seen {
    /**
     * The records, read one after another while others may have written.
     *
     * @param records all records by path
     * @param when as of when: what was committed before is there
     */
    void records(Map<String, byte[]> records, Instant when);
  }
}
