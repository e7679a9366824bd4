package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Event;
import io.ejc.internal.core.Step;
import io.ejc.internal.core.StoredState;
import io.ejc.internal.engine.HandTurnedEngine;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StateRecords;
import io.ejc.internal.record.StepBatch;
import io.ejc.internal.record.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows an engine from outside: the same events decided on a state of its own, and the facts of
 * that applied to a third. What the engine stored and sent must be the same, to the byte.
 */
final class Shadow {

  /** Writing and reading everything again is most of what a simulation would do. */
  private static final double RESTORE_SHARE = 0.03;

  private static final double APPLIED_SHARE = 0.3;

  private final World world;
  private final SimHost host;
  private final RunStore inner;
  private final StateRecords records = new StateRecords();
  private final Dice dice;
  private ClusterState deciding = ClusterState.restore(StoredState.EMPTY);
  private @Nullable ClusterState applying;
  private Map<String, byte[]> taken = Map.of();
  private final List<List<RunStore.Change>> committed = new ArrayList<>();
  private final List<Call> sent = new ArrayList<>();
  private final Function<Instant, Optional<Event>> clockSteps;
  private List<Event> events = List.of();
  private Instant now = Instant.EPOCH;
  private Instant truth = Instant.EPOCH;
  private long epoch;

  Shadow(World world, SimHost host, RunStore inner) {
    this.world = world;
    this.host = host;
    this.inner = inner;
    this.dice = world.dice("shadow");
    this.clockSteps = HandTurnedEngine.clockSteps(host.clock(), world::nanos);
  }

  /** The store as the engine gets it. */
  RunStore store() {
    return new RunStore() {
      @Override
      public Map<String, byte[]> takeOver() throws StoreException {
        taken = inner.takeOver();
        epoch = world.contents.epoch;
        return taken;
      }

      @Override
      public void commit(List<Change> changes) throws StoreException {
        committed.add(changes);
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
    };
  }

  void begin() throws StoreException {
    StoredState stored = records.restore(taken);
    deciding = ClusterState.restore(stored);
    applying = dice.chance(APPLIED_SHARE) ? ClusterState.restore(stored) : null;
  }

  /** When the current turn began, by the host's clock. */
  Instant turnInstant() {
    return now;
  }

  /** Whether nobody took the store over since. */
  boolean leads() {
    return world.contents.epoch == epoch;
  }

  Optional<Instant> nextTimer() {
    return deciding.nextTimer();
  }

  /** When the current turn began, in truth. */
  Instant turnTruth() {
    return truth;
  }

  void expect(List<Event> batch, Instant at) {
    truth = world.instant(world.time.now());
    events = new ArrayList<>(batch);
    clockSteps.apply(at).ifPresent(stepped -> events.add(0, stepped));
    now = at;
    committed.clear();
    sent.clear();
  }

  void sent(Call.ToMaster call) {
    if (world.strikes(Fault.CRASH_AT_SEND, 0.004)) {
      throw new HostCrash("before it sends " + call.getClass().getSimpleName());
    }
    world.note(() -> host.name + " sends " + Brief.of(call));
    sent.add(call);
  }

  /** The turn is over, and nothing was refused. */
  void compare() {
    if (world.strikes(Fault.CRASH_AT_SEND, 0.004)) {
      throw new HostCrash("after it sent");
    }
    List<Call> calls = new ArrayList<>();
    StepBatch expected = new StepBatch(records, inner.wholeBytes());
    boolean touched = false;
    for (Event event : events) {
      Step step = world.core.step(deciding, event, now);
      calls.addAll(step.calls());
      touched |= !deciding.drainTouched().isEmpty();
      if (applying != null) {
        step.facts().forEach(applying::apply);
        expected.add(applying, applying.drainTouched());
      }
    }
    List<RunStore.Change> stored = committed.stream().flatMap(List::stream).toList();
    if (applying != null) {
      requireSame(expected.commits().stream().flatMap(List::stream).toList(), stored);
    } else if (touched == stored.isEmpty()) {
      throw new Violation("determinism", "stored " + text(stored) + " (expected: " + touched);
    }
    List<Call> expectedCalls =
        HandTurnedEngine.compressed(calls).stream()
            .filter(Call.ToMaster.class::isInstance)
            .toList();
    if (!expectedCalls.equals(sent)) {
      throw new Violation("determinism", "sent " + sent + " (expected: " + expectedCalls + ")");
    }
    if (dice.chance(RESTORE_SHARE)) {
      requireRestorable();
    }
  }

  private void requireSame(List<RunStore.Change> expected, List<RunStore.Change> found) {
    boolean same = expected.size() == found.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = same(expected.get(i), found.get(i));
    }
    if (!same) {
      throw new Violation(
          "determinism", "stored " + text(found) + " (expected: " + text(expected) + ")");
    }
  }

  private static boolean same(RunStore.Change one, RunStore.Change other) {
    if (one instanceof RunStore.Change.Put a && other instanceof RunStore.Change.Put b) {
      return a.path().equals(b.path()) && Arrays.equals(a.bytes(), b.bytes());
    }
    return one.equals(other);
  }

  private static String text(List<RunStore.Change> changes) {
    return changes.stream()
        .map(
            c ->
                c instanceof RunStore.Change.Put p
                    ? p.path()
                        + " "
                        + new String(p.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                    : "remove " + c.path())
        .toList()
        .toString();
  }

  /** What a restart would read now is what this leader believes. */
  void requireRestorable() {
    if (!leads()) {
      return;
    }
    try {
      ClusterState read = ClusterState.restore(records.restore(world.contents.copy()));
      List<String> believed = AllRecords.of(records, deciding);
      List<String> stored = AllRecords.of(records, read);
      if (!believed.equals(stored)) {
        throw new Violation(
            "restart",
            "the store holds\n"
                + stored
                + "\n(expected, as "
                + host.name
                + " believes:\n"
                + believed);
      }
    } catch (StoreException e) {
      throw new Violation("restart", "the store cannot be read: " + e.getMessage(), e);
    }
  }
}
