package io.ejc.internal.record;

import io.ejc.internal.record.RunStore.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every store asks of a batch before it writes anything of it, so that a store in memory
 * refuses what the durable one would.
 */
public final class ChangeRules {

  /**
   * The largest record, in bytes. ZooKeeper takes requests and answers of up to 1 MB ({@code
   * jute.maxbuffer}, which is never raised); a record travels with its path, its parents and the
   * check of the epoch.
   */
  public static final int MAX_RECORD_BYTES = 960 * 1024;

  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9._-]{1,255}(/[A-Za-z0-9._-]{1,255})*");

  private ChangeRules() {}

  /**
   * Checks a batch.
   *
   * @param changes the batch, in order
   * @throws IllegalArgumentException a path that is none, an empty record, or two changes for one
   *     path
   * @throws StoreException a record larger than {@link #MAX_RECORD_BYTES}
   */
  public static void check(List<Change> changes) throws StoreException {
    Set<String> seen = new HashSet<>();
    for (Change change : changes) {
      checkPath(change.path());
      if (!seen.add(change.path())) {
        throw new IllegalArgumentException(
            "path: " + change.path() + " (expected: at most one change for a path in a batch)");
      }
      if (change instanceof Change.Put put) {
        checkSize(put);
      }
    }
  }

  private static void checkPath(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "path: "
              + path
              + " (expected: segments of [A-Za-z0-9._-]{1,255} with one slash between them)");
    }
  }

  private static void checkSize(Change.Put put) throws StoreException {
    if (put.bytes().length == 0) {
      throw new IllegalArgumentException(
          "record " + put.path() + ": 0 bytes (expected: at least 1, empty is what has no record)");
    }
    if (put.bytes().length > MAX_RECORD_BYTES) {
      throw new StoreException(
          "record "
              + put.path()
              + ": "
              + put.bytes().length
              + " bytes (expected: at most "
              + MAX_RECORD_BYTES
              + "); nothing of its batch was stored, divide it into several records");
    }
  }
}
