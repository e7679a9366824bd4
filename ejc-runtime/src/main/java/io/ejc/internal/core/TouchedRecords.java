package io.ejc.internal.core;

import io.ejc.internal.model.RunId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The records that were changed since the last commit, each once. */
final class TouchedRecords {

  private final Set<Touched> records = new LinkedHashSet<>();

  void add(Touched record) {
    records.add(record);
  }

  /** A run itself was changed; one that is new is stored as it stands by then, and once. */
  void changed(RunId run) {
    if (!records.contains(new Touched.NewRun(run))) {
      records.add(new Touched.OneRun(run));
    }
  }

  /** A run is not kept any more: nothing of it is written, only its removal. */
  void forgotten(RunId run) {
    records.removeIf(record -> concerns(record, run));
    records.add(new Touched.GoneRun(run));
  }

  /** All of them, in the order of their first change. */
  List<Touched> drain() {
    List<Touched> drained = List.copyOf(records);
    records.clear();
    return drained;
  }

  private static boolean concerns(Touched record, RunId run) {
    return record.equals(new Touched.OneRun(run))
        || record.equals(new Touched.NewRun(run))
        || (record instanceof Touched.OneBlock block && block.run().equals(run));
  }
}
