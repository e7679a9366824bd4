package io.ejc.api;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A registered job as it stands now.
 *
 * @param name the job's name
 * @param description the author's text, empty when there is none
 * @param cron its cron expression; empty when something else makes it due, or nothing does
 * @param trigger what makes it due, in words
 * @param timeZone the zone in which the cron is read
 * @param shardingTotalCount items of a run
 * @param enabled whether it fires
 * @param nextFire the next instant it is due; empty when it never fires again, is disabled, runs by
 *     hand only, fires some time after the end of a run that is under way, or fires on agents
 *     ({@link ExecutionType#DAEMON})
 * @param settledUntil every due instant up to this one is settled in the ledger
 */
public record JobView(
    String name,
    String description,
    String cron,
    String trigger,
    ZoneId timeZone,
    int shardingTotalCount,
    boolean enabled,
    Optional<Instant> nextFire,
    Instant settledUntil) {}
