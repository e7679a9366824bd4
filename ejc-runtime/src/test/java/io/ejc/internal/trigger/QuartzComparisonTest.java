package io.ejc.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.internal.trigger.QuartzDifference.Found;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;

/**
 * Our evaluator and Quartz' own on the same random expressions. Set {@code ejc.cron.cases} and
 * {@code ejc.cron.seed} for more of them, and for others.
 */
class QuartzComparisonTest {

  private static final int CASES = Integer.getInteger("ejc.cron.cases", 20_000);
  private static final int CASES_THAT_SHOW_ALL = 20_000;
  private static final long SEED = Long.getLong("ejc.cron.seed", 20_270_328L);
  private static final int STEPS = 6;

  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
  private static final long SECONDS = Duration.ofDays(40 * 365).toSeconds();
  private static final List<ZoneId> ZONES =
      List.of(
              "Africa/Cairo",
              "Africa/Casablanca",
              "America/New_York",
              "America/Santiago",
              "America/Sao_Paulo",
              "America/St_Johns",
              "Antarctica/Troll",
              "Asia/Beirut",
              "Asia/Gaza",
              "Asia/Tehran",
              "Atlantic/Azores",
              "Australia/Lord_Howe",
              "Europe/Berlin",
              "Pacific/Apia")
          .stream()
          .map(ZoneId::of)
          .toList();

  private final RandomCron crons = new RandomCron(SEED);
  private final List<String> unexplained = new ArrayList<>();

  @Test
  void without_changes_of_the_clocks_every_difference_is_of_a_known_kind() {
    Map<QuartzDifference, Integer> counts = new EnumMap<>(QuartzDifference.class);
    for (int i = 0; i < CASES; i++) {
      compare(crons.next(), instant())
          .ifPresent(
              found ->
                  Arrays.stream(QuartzDifference.values())
                      .filter(kind -> kind.explains(found))
                      .findFirst()
                      .ifPresentOrElse(
                          kind -> counts.merge(kind, 1, Integer::sum),
                          () -> unexplained.add(found.toString())));
    }

    assertThat(unexplained).as("seed " + SEED).isEmpty();
    if (CASES >= CASES_THAT_SHOW_ALL) {
      assertThat(counts).containsOnlyKeys(QuartzDifference.values());
    }
    System.out.println("cron: cases=" + CASES + " seed=" + SEED + " differences=" + counts);
  }

  private Optional<Found> compare(String cron, Instant start) {
    CronSchedule ours = null;
    String ourRefusal = "";
    try {
      ours = CronSchedule.parse(cron, ZoneOffset.UTC);
    } catch (MalformedCron e) {
      ourRefusal = e.rule();
    }
    CronExpression quartz = null;
    String quartzRefusal = "";
    try {
      quartz = quartz(cron, ZoneOffset.UTC);
    } catch (ParseException e) {
      quartzRefusal = e.getMessage();
    }
    if (cron.contains(" 0W ")) {
      quartz = null; // it is not asked further: it would not come back
    }
    Instant after = start;
    for (int step = 0; step < STEPS; step++) {
      Instant asked = after;
      Optional<Instant> our = Optional.ofNullable(ours).flatMap(o -> o.nextAfter(asked));
      Optional<Instant> their = Optional.ofNullable(quartz).flatMap(q -> next(q, asked));
      boolean oneRefuses = ourRefusal.isEmpty() != quartzRefusal.isEmpty();
      if (oneRefuses || !our.equals(their)) {
        return Optional.of(new Found(cron, after, our, their, ourRefusal, quartzRefusal));
      }
      if (our.isEmpty()) {
        return Optional.empty();
      }
      boolean far = crons.random().nextInt(3) == 0;
      after = our.get().plusSeconds(far ? crons.random().nextInt(40 * 86_400) : 0);
    }
    return Optional.empty();
  }

  /** Where clocks change, what Quartz does and what our defaults do, and how it differs. */
  private enum ClockDifference {
    /** A gap: Quartz drops what is in it, we fire once at its end. */
    RUNS_AFTER_THE_GAP,
    /**
     * A gap that is not one hour on the hour: Quartz also drops times that exist, right after it.
     */
    QUARTZ_LOSES_TIMES_AFTER_THE_GAP,
    /** A time that comes twice: we fire the first time, and an hourly expression both times. */
    FIRES_THE_FIRST_TIME,
    /** A time that comes twice: Quartz fires the second time, we do so with hourly ones only. */
    QUARTZ_FIRES_THE_SECOND_TIME,
    /** Quartz asks java.util.TimeZone, which up to JDK 17 knows no tables after 2037. */
    QUARTZ_HAS_AN_OLD_CALENDAR
  }

  @Test
  void around_changes_of_the_clocks_every_difference_is_of_a_known_kind() throws ParseException {
    Map<ClockDifference, Integer> counts = new EnumMap<>(ClockDifference.class);
    for (int i = 0; i < CASES / 4; i++) {
      ZoneId zone = ZONES.get(crons.random().nextInt(ZONES.size()));
      compareAround(change(zone, instant()), zone, crons.nextOfEveryDay(), counts);
    }

    assertThat(unexplained).as("seed " + SEED).isEmpty();
    if (CASES >= CASES_THAT_SHOW_ALL) {
      counts.remove(ClockDifference.QUARTZ_HAS_AN_OLD_CALENDAR); // newer JDKs know the tables
      assertThat(counts.keySet())
          .isEqualTo(EnumSet.complementOf(EnumSet.of(ClockDifference.QUARTZ_HAS_AN_OLD_CALENDAR)));
    }
    System.out.println("cron: cases=" + CASES / 4 + " in zones differences=" + counts);
  }

  private void compareAround(
      ZoneOffsetTransition change, ZoneId zone, String cron, Map<ClockDifference, Integer> counts)
      throws ParseException {
    Instant from = change.getInstant().minus(Duration.ofHours(8));
    Instant until = change.getInstant().plus(Duration.ofHours(8));
    CronExpression expression;
    try {
      CronSchedule.parse(cron, zone);
      expression = quartz(cron, zone);
    } catch (MalformedCron e) {
      return; // refusals are compared without zones
    }
    List<Instant> ours = CronSchedule.parse(cron, zone).between(from, until, Integer.MAX_VALUE);
    NavigableSet<Instant> theirs = new TreeSet<>();
    for (Optional<Instant> next = next(expression, from);
        next.filter(fire -> !fire.isAfter(until)).isPresent();
        next = next(expression, next.get())) {
      theirs.add(next.get());
    }
    NavigableSet<Instant> differing = new TreeSet<>(ours);
    differing.removeAll(theirs);
    NavigableSet<Instant> onlyTheirs = new TreeSet<>(theirs);
    onlyTheirs.removeAll(ours);
    differing.addAll(onlyTheirs);
    for (Instant fire : differing) {
      explain(change, zone, cron, fire, onlyTheirs.contains(fire))
          .ifPresentOrElse(
              kind -> counts.merge(kind, 1, Integer::sum),
              () -> unexplained.add(cron + " " + zone + " " + change + " " + fire));
    }
  }

  private static Optional<ClockDifference> explain(
      ZoneOffsetTransition change, ZoneId zone, String cron, Instant fire, boolean quartzFires) {
    ZoneOffset offset = zone.getRules().getOffset(fire);
    if (TimeZone.getTimeZone(zone).getOffset(fire.toEpochMilli())
        != offset.getTotalSeconds() * 1000) {
      return Optional.of(ClockDifference.QUARTZ_HAS_AN_OLD_CALENDAR);
    }
    LocalDateTime local = LocalDateTime.ofInstant(fire, zone);
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    boolean second = offsets.indexOf(offset) == 1;
    if (offsets.size() == 2 && !second && !quartzFires) {
      return Optional.of(ClockDifference.FIRES_THE_FIRST_TIME);
    }
    if (offsets.size() == 2 && second && quartzFires && !CronParts.parse(cron).isHourly()) {
      return Optional.of(ClockDifference.QUARTZ_FIRES_THE_SECOND_TIME);
    }
    if (offsets.size() == 2 || quartzFires || !change.isGap()) {
      return Optional.empty();
    }
    if (fire.equals(change.getInstant()) && !names(cron, local)) {
      return Optional.of(ClockDifference.RUNS_AFTER_THE_GAP);
    }
    boolean oneHourOnTheHour =
        change.getDuration().equals(Duration.ofHours(1))
            && change.getDateTimeBefore().getMinute() == 0;
    boolean rightAfter =
        !fire.isBefore(change.getInstant())
            && fire.isBefore(change.getInstant().plus(Duration.ofHours(1)));
    return oneHourOnTheHour || !rightAfter
        ? Optional.empty()
        : Optional.of(ClockDifference.QUARTZ_LOSES_TIMES_AFTER_THE_GAP);
  }

  private static boolean names(String cron, LocalDateTime time) {
    Instant asUtc = time.toInstant(ZoneOffset.UTC);
    return CronSchedule.parse(cron, ZoneOffset.UTC)
        .nextAfter(asUtc.minusNanos(1))
        .filter(asUtc::equals)
        .isPresent();
  }

  private Instant instant() {
    return FIRST.plusSeconds((long) (crons.random().nextDouble() * SECONDS));
  }

  private static ZoneOffsetTransition change(ZoneId zone, Instant near) {
    return Optional.ofNullable(zone.getRules().nextTransition(near))
        .orElseGet(() -> zone.getRules().previousTransition(near));
  }

  private static CronExpression quartz(String cron, ZoneId zone) throws ParseException {
    CronExpression expression = new CronExpression(cron);
    expression.setTimeZone(TimeZone.getTimeZone(zone));
    return expression;
  }

  private static Optional<Instant> next(CronExpression expression, Instant after) {
    return Optional.ofNullable(expression.getTimeAfter(Date.from(after))).map(Date::toInstant);
  }
}
