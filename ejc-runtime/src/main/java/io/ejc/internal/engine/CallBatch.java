package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The calls of a batch, without those that a later one of the batch makes pointless. */
final class CallBatch {

  private final List<Call> kept = new ArrayList<>();
  private final Set<String> switched = new HashSet<>();
  private boolean allSwitched;

  private CallBatch() {}

  /**
   * Of all REVIVE and SUPPRESS of a role only the last matters: they set one and the same switch.
   */
  static List<Call> compressed(List<Call> calls) {
    CallBatch batch = new CallBatch();
    for (int i = calls.size() - 1; i >= 0; i--) {
      batch.add(calls.get(i));
    }
    Collections.reverse(batch.kept);
    return batch.kept;
  }

  private void add(Call call) {
    if (call instanceof Call.Revive revive) {
      addSwitch(call, revive.roles());
    } else if (call instanceof Call.Suppress suppress) {
      addSwitch(call, suppress.roles());
    } else {
      kept.add(call);
    }
  }

  private void addSwitch(Call call, Set<String> roles) {
    boolean all = roles.isEmpty();
    boolean pointless = allSwitched || (!all && switched.containsAll(roles));
    if (!pointless) {
      kept.add(call);
      allSwitched = all;
      switched.addAll(roles);
    }
  }
}
