package io.ejc.sim;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.ItemId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What user code did, as it wrote it down itself. */
final class History {

  /** How user code is, or how it ended. */
  enum How {
    RUNNING,
    RETURNED,
    THREW,
    KILLED,
    DIED
  }

  /** One start of user code, and its end. */
  static final class Entry {
    final String task;
    final AttemptId attempt;
    final long token;
    final AgentId agent;
    final long began;
    long ended;
    How how = How.RUNNING;
    String exception = "";

    Entry(String task, AttemptId attempt, long token, AgentId agent, long began) {
      this.task = task;
      this.attempt = attempt;
      this.token = token;
      this.agent = agent;
      this.began = began;
    }

    void end(How end, String thrown, long at) {
      how = end;
      exception = thrown;
      ended = at;
    }

    @Override
    public String toString() {
      return attempt + " token " + token + " on " + agent + " " + how + " " + began + ".." + ended;
    }
  }

  private final Map<ItemId, List<Entry>> entries = new HashMap<>();
  private final Map<AttemptId, Entry> byAttempt = new HashMap<>();

  Entry begin(Entry entry) {
    entries.computeIfAbsent(entry.attempt.itemId(), item -> new ArrayList<>()).add(entry);
    byAttempt.put(entry.attempt, entry);
    return entry;
  }

  List<Entry> of(ItemId item) {
    return entries.getOrDefault(item, List.of());
  }

  @Nullable Entry of(AttemptId attempt) {
    return byAttempt.get(attempt);
  }

  long count(ItemId item, How how) {
    return of(item).stream().filter(entry -> entry.how == how).count();
  }
}
