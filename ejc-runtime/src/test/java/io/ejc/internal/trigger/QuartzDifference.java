package io.ejc.internal.trigger;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.quartz.CronExpression;

/**
 * In what, and why, an expression means something else to Quartz 2.3.2 than to us, where no clock
 * changes. Most rows say what Quartz reads instead, so that its answer can be foretold.
 */
enum QuartzDifference {
  /** Quartz takes it and never fires; a job that never fires is a mistake that we report. */
  DATE_THAT_NEVER_COMES(
      found -> found.weRefuse("no month named has such a day") && found.quartz.isEmpty()),

  /** Quartz reads n/0 as n; a step of nothing is a mistake that we report. */
  STEP_OF_ZERO(found -> found.weRefuse("/0") && isExplainedWithoutSteps(found)),

  /**
   * {@code L-3W}, which Quartz takes and does not document; cron-utils' parser does not take it.
   */
  WORKING_DAY_BEFORE_THE_LAST(found -> found.weRefuse("") && found.part(3).matches("L-\\d+W")),

  /** Quartz takes a day 0, and looks for it without end. */
  WORKING_DAY_NEAREST_TO_ZERO(found -> found.weRefuse("") && found.part(3).equals("0W")),

  /** Quartz refuses {@code L} and {@code LW} beside other days; we take them. */
  LAST_DAY_IN_A_LIST(
      found ->
          found.quartzRefuses("Support for specifying 'L'")
              && (found.part(3) + found.part(5)).matches(".*L.*,.*|.*,.*L.*")),

  /** Quartz refuses a list of several {@code n#m}; we take it. */
  SEVERAL_NTH_WEEKDAYS(found -> found.quartzRefuses("multiple \"nth\" days")),

  /** Quartz takes {@code 6,7#3}, forgets all but the smallest number and gives the #3 to that. */
  NTH_WEEKDAY_IN_A_LIST(
      found ->
          found.bothAnswer()
              && found.part(5).matches("\\d,\\d#\\d")
              && found.quartz.equals(
                  fire(
                      found.with(
                          5, smallest(found.part(5).substring(0, 3)) + found.part(5).substring(3)),
                      found))),

  /** Quartz takes {@code 21W,4}, forgets all but the smallest number and gives the W to that. */
  WORKING_DAY_IN_A_LIST(
      found ->
          found.bothAnswer()
              && found.part(3).matches("\\d+W,\\d+")
              && found.quartz.equals(fire(found.with(3, smallest(found.part(3)) + "W"), found))),

  /** {@code 31W} in a shorter month: Quartz counts from its last day, we do not fire. */
  WORKING_DAY_BEYOND_THE_MONTH(
      found ->
          found.part(3).matches("(29|30|31)W")
              && found
                  .quartz
                  .map(QuartzDifference::month)
                  .filter(month -> month.lengthOfMonth() < smallest(found.part(3)))
                  .isPresent()),

  /**
   * Quartz looks as far as a hundred years from today. A year part ends with 2099 for us; without
   * one we look on until the date comes.
   */
  YEAR_FAR_AWAY(
      found ->
          (found.ours.isEmpty() && found.quartz.filter(fire -> year(fire) > 2099).isPresent())
              || (found.quartz.isEmpty()
                  && found.ours.filter(fire -> year(fire) > CronExpression.MAX_YEAR).isPresent()));

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final Predicate<Found> explains;

  QuartzDifference(Predicate<Found> explains) {
    this.explains = explains;
  }

  boolean explains(Found found) {
    return explains.test(found);
  }

  private static boolean isExplainedWithoutSteps(Found found) {
    String cron = found.cron.replaceAll("/0(?=[, ]|$)", "");
    String refusal = "";
    try {
      CronSchedule.parse(cron, UTC);
    } catch (MalformedCron e) {
      refusal = e.rule();
    }
    Found without =
        new Found(cron, found.after, fire(cron, found), found.quartz, refusal, found.quartzRefusal);
    return without.ours.equals(without.quartz)
        || Arrays.stream(values()).anyMatch(kind -> kind.explains(without));
  }

  /** Our answer to the expression that Quartz reads instead; none to a date that never comes. */
  private static Optional<Instant> fire(String cron, Found found) {
    try {
      return CronSchedule.parse(cron, UTC).nextAfter(found.after);
    } catch (MalformedCron e) {
      return Optional.empty();
    }
  }

  private static int smallest(String days) {
    return Arrays.stream(days.split("\\D+")).mapToInt(Integer::parseInt).min().orElseThrow();
  }

  private static int year(Instant fire) {
    return month(fire).getYear();
  }

  private static YearMonth month(Instant fire) {
    return YearMonth.from(fire.atZone(UTC));
  }

  /**
   * A difference.
   *
   * @param cron the expression
   * @param after the time asked about
   * @param ours our answer
   * @param quartz Quartz' answer
   * @param ourRefusal why we refuse the expression; empty when we do not
   * @param quartzRefusal why Quartz does
   */
  record Found(
      String cron,
      Instant after,
      Optional<Instant> ours,
      Optional<Instant> quartz,
      String ourRefusal,
      String quartzRefusal) {

    boolean bothAnswer() {
      return ourRefusal.isEmpty() && quartzRefusal.isEmpty();
    }

    boolean weRefuse(String because) {
      return quartzRefusal.isEmpty() && ourRefusal.contains(because);
    }

    boolean quartzRefuses(String because) {
      return ourRefusal.isEmpty() && quartzRefusal.contains(because);
    }

    String part(int index) {
      return cron.split(" ", -1)[index];
    }

    String with(int index, String part) {
      String[] parts = cron.split(" ", -1);
      parts[index] = part;
      return String.join(" ", parts);
    }
  }
}
