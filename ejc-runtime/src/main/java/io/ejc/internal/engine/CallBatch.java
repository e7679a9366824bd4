package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The calls of a batch, without those that a later one of the batch makes pointless. */
final class CallBatch {

  private CallBatch() {}

  /** Of all REVIVE and SUPPRESS only the last matters: they set one and the same switch. */
  static List<Call> compressed(List<Call> calls) {
    List<Call> kept = new ArrayList<>(calls.size());
    boolean switched = false;
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      boolean isSwitch = call instanceof Call.Revive || call instanceof Call.Suppress;
      if (!isSwitch || !switched) {
        kept.add(call);
      }
      switched |= isSwitch;
    }
    Collections.reverse(kept);
    return kept;
  }
}
