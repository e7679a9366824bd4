package io.ejc.internal.wire;

import io.ejc.internal.model.Firings;
import io.ejc.internal.model.JobDefinition;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobDefinition.Misfire;
import io.ejc.internal.model.Ledger.Outcome;
import io.ejc.internal.model.Ledger.Range;
import io.ejc.internal.model.Residence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How an item fires by itself, and what became of its instants, in the fields of payloads. */
final class FiringFields {

  private static final String CRON = "cron";
  private static final String ZONE = "zone";
  private static final String MISFIRE = "misfire";
  private static final String MISFIRE_WINDOW = "misfireWindow";
  private static final String DST_GAP = "dstGap";
  private static final String DST_OVERLAP = "dstOverlap";
  private static final String SINCE = "firesSince";

  private static final String UNTIL = "firedUntil";
  private static final String SUCCEEDED = "succeeded";
  private static final String FAILED = "failed";
  private static final String COALESCED = "coalesced";
  private static final String SKIPPED = "skipped";
  private static final String RANGES = "firings";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String COUNT = "count";
  private static final String OUTCOME = "outcome";
  private static final String REASON = "reason";

  private FiringFields() {}

  static void put(Residence residence, Map<String, Object> fields) {
    JobDefinition.Schedule schedule = residence.schedule();
    fields.put(CRON, schedule.cron());
    fields.put(ZONE, schedule.zone().getId());
    fields.put(MISFIRE, schedule.misfire().name());
    fields.put(MISFIRE_WINDOW, schedule.misfireWindow().toString());
    fields.put(DST_GAP, schedule.dstGap().name());
    fields.put(DST_OVERLAP, schedule.dstOverlap().name());
    fields.put(SINCE, residence.since().toString());
  }

  static Optional<Residence> readResidence(PayloadReader fields) {
    return fields
        .optionalText(CRON)
        .map(
            cron ->
                new Residence(
                    new JobDefinition.Schedule(
                        cron,
                        fields.parsed(ZONE, ZoneId::of),
                        fields.parsed(MISFIRE, Misfire::valueOf),
                        fields.duration(MISFIRE_WINDOW),
                        fields.parsed(DST_GAP, DstGap::valueOf),
                        fields.parsed(DST_OVERLAP, DstOverlap::valueOf)),
                    fields.instant(SINCE)));
  }

  static void put(Firings firings, Map<String, Object> fields) {
    List<Map<String, Object>> ranges = new ArrayList<>();
    for (Range range : firings.latest()) {
      Map<String, Object> each = new TreeMap<>();
      each.put(FROM, range.from().toString());
      each.put(TO, range.to().toString());
      each.put(COUNT, range.count());
      each.put(OUTCOME, range.outcome().name());
      each.put(REASON, range.reason());
      ranges.add(each);
    }
    fields.put(UNTIL, String.valueOf(firings.until()));
    fields.put(SUCCEEDED, firings.succeeded());
    fields.put(FAILED, firings.failed());
    fields.put(COALESCED, firings.coalesced());
    fields.put(SKIPPED, firings.skipped());
    fields.put(RANGES, ranges);
  }

  static Optional<Firings> read(PayloadReader fields) {
    if (fields.optionalText(UNTIL).isEmpty()) {
      return Optional.empty();
    }
    List<Range> ranges = new ArrayList<>();
    for (PayloadReader each : fields.list(RANGES)) {
      ranges.add(
          new Range(
              each.instant(FROM),
              each.instant(TO),
              each.number(COUNT),
              each.parsed(OUTCOME, Outcome::valueOf),
              each.text(REASON)));
    }
    Instant until = fields.instant(UNTIL);
    return Optional.of(
        new Firings(
            until,
            fields.number(SUCCEEDED),
            fields.number(FAILED),
            fields.number(COALESCED),
            fields.number(SKIPPED),
            ranges));
  }
}
