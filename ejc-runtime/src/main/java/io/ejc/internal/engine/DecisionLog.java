package io.ejc.internal.engine;

import io.ejc.internal.core.Fact;
import io.ejc.internal.model.JobOverride;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people in the log what was decided about jobs at run time, and what came of it. */
final class DecisionLog {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.scheduler");

  private DecisionLog() {}

  /** Tells of a fact; false when it is about something else. */
  static boolean tells(Fact fact) {
    if (fact instanceof Fact.OverrideStored stored) {
      JobOverride decided = stored.override();
      log.info(
          "job {} {} by {}: {}",
          decided.job(),
          decided.registers() ? "is registered from code" : "is overridden",
          decided.by(),
          decided.attributes());
    } else if (fact instanceof Fact.OverrideRemoved removed) {
      log.info("job {}: what was decided at run time is taken back", removed.job());
    } else if (fact instanceof Fact.OverrideJudged judged && judged.problem().isEmpty()) {
      log.info("job {}: what was decided at run time has an effect again", judged.job());
    } else if (fact instanceof Fact.OverrideJudged judged) {
      log.error(
          "job {}: what was decided at run time has no effect: {}; problems() names the next step",
          judged.job(),
          judged.problem());
    } else if (fact instanceof Fact.JobHeld held) {
      log.warn(
          "job {} {}",
          held.job(),
          held.reason().isEmpty() ? "goes on" : "is held back: " + held.reason());
    } else {
      return false;
    }
    return true;
  }
}
