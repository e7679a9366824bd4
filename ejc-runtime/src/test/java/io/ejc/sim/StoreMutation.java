package io.ejc.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ejc.internal.core.Call;
import io.ejc.internal.record.RunStore;
import io.ejc.internal.record.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bugs in what is stored, and when. */
final class StoreMutation extends Mutation {

  /** Up to its last field, which is a flag. */
  private static final Pattern DEFINITION =
      Pattern.compile("\"definition\":\\{.*?\\}(?=,\"(incarnation|scheduled)\":)");

  private static final String SINCE = "(?<=\"watermark\":)(\"[^\"]*\")(.*\"since\":)\"[^\"]*\"";

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
        return misread(store.takeOver());
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
      public int wholeBytes() {
        return store.wholeBytes();
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  private Map<String, byte[]> misread(Map<String, byte[]> read) {
    Map<String, byte[]> copy = new TreeMap<>(read);
    if (world.planted(Planted.DEADLINE_FORGOTTEN)) {
      copy.replaceAll(
          (path, bytes) -> replaced(bytes, "\"released\":\"[^\"]*\"", "\"released\":null"));
    } else if (world.planted(Planted.PARAMETER_FORGOTTEN)) {
      copy.replaceAll(
          (path, bytes) -> replaced(bytes, "\"jobParameter\":\"[^\"]*\"", "\"jobParameter\":\"\""));
    } else if (world.planted(Planted.LISTENERS_UNSTORED)) {
      copy.replaceAll(
          (path, bytes) -> replaced(bytes, "\"before\":\"DUE\"", "\"before\":\"NONE\""));
    } else if (world.planted(Planted.END_UNTOLD)) {
      copy.replaceAll((path, bytes) -> replaced(bytes, "\"after\":\"DUE\"", "\"after\":\"DONE\""));
    } else if (world.planted(Planted.DECISION_FORGOTTEN)) {
      copy.keySet().removeIf(path -> path.startsWith("overrides/"));
    } else if (world.planted(Planted.CHOICE_FORGOTTEN)) {
      copy.replaceAll((path, bytes) -> replaced(bytes, "\"chosen\":\"[^\"]*\"", "\"chosen\":null"));
    } else if (world.planted(Planted.RATE_FROM_RESTART)) {
      copy.replaceAll((path, bytes) -> replaced(bytes, SINCE, "$1$2$1"));
    } else if (world.planted(Planted.DEFINITION_SWAPPED)) {
      read.forEach((path, bytes) -> swap(copy, path, bytes));
    }
    return copy;
  }

  /** The definition of a run's record becomes that of its job's. */
  private static void swap(Map<String, byte[]> copy, String path, byte[] bytes) {
    String[] segments = path.split("/", -1);
    byte[] job = copy.get("jobs/" + (segments.length > 1 ? segments[1] : ""));
    if (segments.length == 3 && segments[0].equals("runs") && job != null) {
      Matcher definition = DEFINITION.matcher(new String(job, UTF_8));
      if (definition.find()) {
        copy.put(
            path,
            replaced(bytes, DEFINITION.pattern(), Matcher.quoteReplacement(definition.group())));
      }
    }
  }

  private static byte[] replaced(byte[] bytes, String pattern, String replacement) {
    return new String(bytes, UTF_8).replaceFirst(pattern, replacement).getBytes(UTF_8);
  }

  private static RunStore.Change crashTwice(RunStore.Change change) {
    return change.path().startsWith("jobs/") && change instanceof RunStore.Change.Put put
        ? new RunStore.Change.Put(
            put.path(), replaced(put.bytes(), "\"crashes\":1,", "\"crashes\":2,"))
        : change;
  }

  private List<RunStore.Change> mutated(List<RunStore.Change> changes) {
    List<RunStore.Change> copy = new ArrayList<>(changes);
    if (world.planted(Planted.CRASH_COUNTED_TWICE)) {
      copy.replaceAll(StoreMutation::crashTwice);
    } else if (world.planted(Planted.PREFIX_REVERSED)) {
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
    } else if (world.planted(Planted.WARM_UP_UNSTORED)) {
      copy.removeIf(change -> change.path().startsWith("executors/") && !retires(change));
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
