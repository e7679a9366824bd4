package io.ejc.internal.record;

import io.ejc.internal.core.ClusterState;
import io.ejc.internal.core.Touched;
import io.ejc.internal.record.Documents.BlockDocument;
import io.ejc.internal.record.RunStore.Change;
import io.ejc.internal.record.StateRecords.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a batch of steps writes. Steps share a commit, and a record that several of them changed is
 * written once, as long as the commit is small enough to be stored whole; else it is cut between
 * steps. Only a step that is larger alone is cut between its records, by the store.
 *
 * <p>What a step changed is remembered as immutable values, and turned into bytes at the end.
 */
public final class StepBatch {

  /** What a change has beside its record: its path, its parent, what a store writes around them. */
  private static final int OVERHEAD_BYTES = 512;

  /** What the ZooKeeper store writes in one request, with a margin. */
  private static final int OPERATIONS_MAX = 490;

  /** A record, and now and then its parent. */
  private static final int OPERATIONS_OF_PUT = 2;

  /** A run with all blocks of its items. */
  private static final int OPERATIONS_OF_REMOVE = 90;

  private final StateRecords records;
  private final int wholeBytes;
  private final List<List<Entry>> steps = new ArrayList<>();

  /** Steps of one block each since the last other one: which step holds which block. */
  private final Map<String, Integer> loose = new HashMap<>();

  private final IdentityHashMap<Entry, Change> written = new IdentityHashMap<>();

  /**
   * An empty batch.
   *
   * @param records turns the state into records
   * @param wholeBytes up to which size the store stores a commit whole
   */
  public StepBatch(StateRecords records, int wholeBytes) {
    this.records = records;
    this.wholeBytes = wholeBytes;
  }

  /**
   * Takes in what a step changed; to be called before the next step changes more.
   *
   * @param state the state after the step
   * @param touched what the step touched
   */
  public void add(ClusterState state, Collection<Touched> touched) {
    List<Entry> entries = records.entries(state, touched);
    if (entries.size() == 1 && entries.get(0).document() instanceof BlockDocument) {
      addLoose(entries);
    } else if (!entries.isEmpty()) {
      loose.clear();
      steps.add(entries);
    }
  }

  /**
   * Steps that change one block of items each do not depend on their order: those of one block
   * become one, so that updates of a large run write a block once and not for each of its items.
   */
  private void addLoose(List<Entry> step) {
    Integer earlier = loose.putIfAbsent(step.get(0).path(), steps.size());
    if (earlier == null) {
      steps.add(step);
    } else {
      steps.set(earlier, step);
    }
  }

  /** The commits, to be made in this order; none when no step changed anything. */
  public List<List<Change>> commits() {
    List<List<Change>> commits = new ArrayList<>();
    if (!steps.isEmpty()) {
      divide(steps, commits);
    }
    return commits;
  }

  private void divide(List<List<Entry>> part, List<List<Change>> commits) {
    Optional<List<Change>> together = merged(part).map(this::changes);
    if (part.size() == 1 || together.filter(this::isWhole).isPresent()) {
      commits.add(together.orElseThrow());
      return;
    }
    int middle = part.size() / 2;
    divide(part.subList(0, middle), commits);
    divide(part.subList(middle, part.size()), commits);
  }

  /** Each record as the last step left it; empty when a removed run came back. */
  private static Optional<List<Entry>> merged(List<List<Entry>> part) {
    Map<String, Entry> merged = new LinkedHashMap<>();
    for (List<Entry> step : part) {
      for (Entry entry : step) {
        Entry before = merged.get(entry.path());
        if (entry.document() == null) {
          merged.keySet().removeIf(path -> isAtOrBelow(path, entry.path()));
          merged.put(entry.path(), entry);
        } else if (before == null) {
          merged.put(entry.path(), entry);
        } else if (before.document() == null) {
          return Optional.empty();
        } else {
          merged.put(entry.path(), entry.ranked(Math.min(before.rank(), entry.rank())));
        }
      }
    }
    return Optional.of(merged.values().stream().sorted(Comparator.comparing(Entry::rank)).toList());
  }

  private static boolean isAtOrBelow(String path, String top) {
    return path.startsWith(top)
        && (path.length() == top.length() || path.charAt(top.length()) == '/');
  }

  private List<Change> changes(List<Entry> entries) {
    return entries.stream().map(e -> written.computeIfAbsent(e, records::change)).toList();
  }

  private boolean isWhole(List<Change> changes) {
    long bytes = 0;
    int operations = 0;
    for (Change change : changes) {
      bytes += OVERHEAD_BYTES + change.path().getBytes(StandardCharsets.UTF_8).length;
      if (change instanceof Change.Put put) {
        bytes += put.bytes().length;
        operations += OPERATIONS_OF_PUT;
      } else {
        operations += OPERATIONS_OF_REMOVE;
      }
    }
    return bytes <= wholeBytes && operations <= OPERATIONS_MAX;
  }
}
