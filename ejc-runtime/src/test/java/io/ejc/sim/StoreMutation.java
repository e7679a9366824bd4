package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bugs in what is stored, and when. */
final class StoreMutation extends Mutation {

  private final Dice dice;
  private final List<List<RunStore.Change>> late = new ArrayList<>();
  private @Nullable RunStore inner;

  StoreMutation(World world, Consumer<Call.ToMaster> next) {
    super(world, next);
    this.dice = world.dice("mutation");
  }

  @Override
  RunStore over(RunStore store) {
    inner = store;
    return new RunStore() {
      @Override
      public Map<String, byte[]> takeOver() throws StoreException {
        return store.takeOver();
      }

      @Override
      public void commit(List<Change> changes) throws StoreException {
        if (world.planted(Planted.SEND_BEFORE_STORE)) {
          late.add(changes);
        } else {
          store.commit(mutated(changes));
        }
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  private List<RunStore.Change> mutated(List<RunStore.Change> changes) {
    List<RunStore.Change> copy = new ArrayList<>(changes);
    if (world.planted(Planted.PREFIX_REVERSED)) {
      Collections.reverse(copy);
    } else if (world.planted(Planted.FRAMEWORK_FORGOTTEN)) {
      copy.removeIf(change -> change.path().equals("framework"));
    } else if (world.planted(Planted.ITEM_BLOCK_LOST) && dice.chance(0.05)) {
      copy.removeIf(change -> change.path().contains("/items/"));
    } else if (world.planted(Planted.LEDGER_AHEAD) && dice.chance(0.1)) {
      copy.removeIf(
          change -> change.path().startsWith("runs/") && !change.path().contains("/items/"));
    } else if (world.planted(Planted.RETIREMENT_UNSTORED)) {
      copy.removeIf(StoreMutation::retires);
    }
    return copy;
  }

  private static boolean retires(RunStore.Change change) {
    return change instanceof RunStore.Change.Put put
        && put.path().startsWith("executors/")
        && new String(put.bytes(), StandardCharsets.UTF_8).contains("\"retired\":true");
  }

  @Override
  void turned() throws StoreException {
    for (List<RunStore.Change> changes : late) {
      Objects.requireNonNull(inner).commit(changes);
    }
    late.clear();
  }
}
