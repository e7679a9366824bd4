package io.ejc.bench;

import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A store that is looked at: how long it is read, and what is written to it. */
final class CountingStore implements RunStore {

  private final RunStore inner;
  private Duration reading = Duration.ZERO;
  private long bytes;
  private long commits;

  CountingStore(RunStore inner) {
    this.inner = inner;
  }

  Duration reading() {
    return reading;
  }

  long bytes() {
    return bytes;
  }

  long commits() {
    return commits;
  }

  @Override
  public Map<String, byte[]> takeOver() throws StoreException {
    long began = System.nanoTime();
    Map<String, byte[]> records = inner.takeOver();
    reading = Duration.ofNanos(System.nanoTime() - began);
    return records;
  }

  @Override
  public void commit(List<Change> changes) throws StoreException {
    commits++;
    for (Change change : changes) {
      if (change instanceof Change.Put put) {
        bytes += put.path().length() + put.bytes().length;
      }
    }
    inner.commit(changes);
  }

  @Override
  public int wholeBytes() {
    return inner.wholeBytes();
  }

  @Override
  public void close() {
    inner.close();
  }
}
