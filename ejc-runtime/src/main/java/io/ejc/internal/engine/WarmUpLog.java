package io.ejc.internal.engine;

import io.ejc.internal.core.Fact;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people in the log what is begun ahead of fires, and of each cause of failure once. */
final class WarmUpLog {

  private static final Logger log = LoggerFactory.getLogger("io.ejc.scheduler");

  /** After so many causes some are told again. */
  private static final int CAUSES_MAX = 200;

  private final Set<String> told = new HashSet<>();

  /** Tells of a fact; false when it is about something else. */
  boolean tells(Fact fact) {
    if (fact instanceof Fact.WarmUpIntended begun) {
      log.info(
          "executor {} on agent {} is started ahead of job {}, due {}",
          begun.executor(),
          begun.agent(),
          begun.task().job(),
          begun.fire());
    } else if (fact instanceof Fact.WarmUpEnded ended) {
      ended(ended);
    } else {
      return false;
    }
    return true;
  }

  private void ended(Fact.WarmUpEnded ended) {
    String cause = ended.problem().lines().findFirst().orElse("");
    if (told.size() >= CAUSES_MAX) {
      told.clear();
    }
    if (!cause.isEmpty() && told.add(ended.executor() + " " + cause)) {
      log.warn(
          "executor {} on agent {} could not be made ready ahead of job {}: {}; no item was in it,"
              + " and the job fires as ever; its log is in its sandbox on that agent",
          ended.executor(),
          ended.agent(),
          ended.task().job(),
          cause);
    } else {
      log.debug(
          "task {} in executor {} on agent {} has ended{}{}",
          ended.task(),
          ended.executor(),
          ended.agent(),
          cause.isEmpty() ? "" : ": ",
          cause);
    }
  }
}
