package io.ejc.internal.discover;

import io.ejc.internal.model.Handling;
import java.util.List;

/** Refuses what makes no sense for a job whose items stay on agents and fire there. */
final class DaemonRules {

  private static final String ONE_BY_ONE =
      "because an item of a DAEMON job fires one instant after the other on its agent";
  private static final String BY_CRON = "because items of a DAEMON job fire by their cron alone";
  private static final String NO_END =
      "because the items of a DAEMON job go on until it is disabled, changed or removed";
  private static final String NO_RETRY =
      "because an exception ends one firing of a DAEMON job, and the next instant is the next try";

  private final Attributes attributes;

  private DaemonRules(Attributes attributes) {
    this.attributes = attributes;
  }

  /** Adds to the problems what is wrong. */
  static void check(Attributes attributes, Handling handling, boolean command) {
    new DaemonRules(attributes).check(handling, command);
  }

  private void check(Handling handling, boolean command) {
    if (command) {
      refuse("executionType", "TRANSIENT, because nothing of EJC runs beside a command to fire it");
    }
    if (attributes.text("cron").isBlank()) {
      refuse("cron", "a cron expression, by which the items of a DAEMON job fire");
    }
    empty("start", BY_CRON);
    empty("end", BY_CRON);
    only("repeat", "0", BY_CRON);
    if (!attributes.texts("excludedDays").isEmpty()) {
      refuse("excludedDays", "none, " + BY_CRON);
    }
    only("overlap", "SKIP", ONE_BY_ONE);
    if (attributes.choiceName("misfire").equals("FIRE_ALL")) {
      refuse("misfire", "SKIP or FIRE_ONCE, " + ONE_BY_ONE);
    }
    only("maxConcurrentRuns", "1", ONE_BY_ONE);
    only("maxParallelItems", "0", NO_END);
    empty("timeout", NO_END);
    empty("runTimeout", NO_END);
    empty("queueTimeout", NO_END);
    only("failover", "true", NO_END);
    only("retries", "0", NO_RETRY);
    none("retryOn", handling.retryOn());
    none("failOn", handling.failOn());
  }

  private void only(String attribute, String allowed, String because) {
    String found = attributes.shownRaw(attribute);
    if (!found.equals(allowed)) {
      refuse(attribute, allowed + ", " + because);
    }
  }

  private void empty(String attribute, String because) {
    if (!attributes.text(attribute).isBlank()) {
      refuse(attribute, "empty, " + because);
    }
  }

  private void none(String attribute, List<String> found) {
    if (!found.isEmpty()) {
      attributes.problem(
          attribute, new MalformedValue(String.join(", ", found), "none, " + NO_RETRY));
    }
  }

  private void refuse(String attribute, String rule) {
    attributes.problem(attribute, new MalformedValue(attributes.shownRaw(attribute), rule));
  }
}
