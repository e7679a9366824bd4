package io.ejc.sim;

import io.ejc.internal.record.ChangeRules;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host's store over contents that all hosts share, with all that the port allows: batches that
 * are cut, slow, refused, or of unknown outcome, and a process that ends in between.
 */
final class SimStore implements RunStore {

  /** What is stored. */
  static final class Contents {
    final TreeMap<String, byte[]> records = new TreeMap<>();
    long epoch;

    Map<String, byte[]> copy() {
      return new TreeMap<>(records);
    }
  }

  private static final long NOT_LEADING = -1;

  private final World world;
  private final SimHost host;
  private final Dice dice;
  private long epoch = NOT_LEADING;

  SimStore(World world, SimHost host) {
    this.world = world;
    this.host = host;
    this.dice = world.dice("store");
  }

  @Override
  public Map<String, byte[]> takeOver() throws StoreException {
    Map<String, byte[]> early = world.contents.copy();
    host.waits(dice.between(1, 400));
    epoch = ++world.contents.epoch;
    world.note(() -> host.name + " takes the store over: epoch " + epoch);
    crashPoint("after the takeover's write");
    Map<String, byte[]> read = world.contents.copy();
    return world.planted(Planted.STATE_READ_BEFORE_EPOCH) ? early : read;
  }

  @Override
  public void commit(List<Change> changes) throws StoreException {
    if (epoch == NOT_LEADING) {
      throw new StoreException("commit: not leading; take the store over first");
    }
    ChangeRules.check(changes);
    long mine = epoch;
    epoch = NOT_LEADING;
    crashPoint("before a commit");
    if (world.strikes(Fault.REFUSING_STORE, 0.01)) {
      throw new StoreException("simulated: the session is lost");
    }
    requireEpoch(mine);
    int size = world.options.has(Fault.CUT_BATCH) ? (int) dice.between(1, 3) : changes.size();
    for (int from = 0; from < changes.size(); from += Math.max(1, size)) {
      if (from > 0) {
        crashPoint("between the parts of a commit");
      }
      store(mine, changes.subList(from, Math.min(changes.size(), from + size)));
    }
    crashPoint("after a commit");
    epoch = mine;
  }

  private void store(long mine, List<Change> part) throws StoreException {
    if (world.strikes(Fault.SLOW_STORE, 0.04)) {
      host.waits(dice.between(10, 4_000));
    }
    boolean unknown = world.strikes(Fault.UNKNOWN_OUTCOME, 0.03);
    if (unknown && world.planted(Planted.BLIND_RETRY)) {
      List<Change> stale = List.copyOf(part);
      world.time.in(
          dice.between(100, 5_000),
          () -> {
            if (world.contents.epoch == mine) {
              apply(stale);
            }
          });
    } else if (unknown && dice.chance(0.5)) {
      // it is not there: it is sent again when the connection is back
      host.waits(dice.between(10, 5_000));
    }
    requireEpoch(mine);
    apply(part);
    if (unknown) {
      // it is there, which is found out when the connection is back, if it comes back in time
      host.waits(dice.between(10, 5_000));
      if (dice.chance(0.3)) {
        throw new StoreException("simulated: the store could not be reached in time");
      }
    }
  }

  private void requireEpoch(long mine) throws StoreException {
    if (mine != world.contents.epoch && !world.planted(Planted.NO_EPOCH_CHECK)) {
      throw new StoreException("commit refused: another leader took over");
    }
  }

  private void apply(List<Change> part) {
    for (Change change : part) {
      if (change instanceof Change.Put put) {
        world.contents.records.put(put.path(), put.bytes());
      } else {
        String path = change.path();
        world.contents.records.remove(path);
        world.contents.records.subMap(path + '/', path + '0').clear();
      }
    }
    world.note(() -> host.name + " stores " + part.stream().map(Change::path).toList());
    world.judge.stored(host, part);
  }

  private void crashPoint(String where) {
    if (world.strikes(Fault.CRASH_AT_STORE, 0.004)) {
      throw new HostCrash(where);
    }
  }

  /** With batches cut, every step may be the one that is too large. */
  @Override
  public int wholeBytes() {
    return world.options.has(Fault.CUT_BATCH) ? 0 : RunStore.super.wholeBytes();
  }

  @Override
  public void close() {
    epoch = NOT_LEADING;
  }
}
