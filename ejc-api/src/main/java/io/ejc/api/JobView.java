package io.ejc.api;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A registered job as it stands now.
 *
 * @param name the job's name
 * @param description the author's text, empty when there is none
 * @param cron its cron expression; empty when it runs only by hand
 * @param timeZone the zone in which the cron is read
 * @param shardingTotalCount items of a run
 * @param enabled whether it fires
 * @param nextFire the next instant it is due; empty when it never fires again, is disabled, runs by
 *     hand only, or fires on agents ({@link ExecutionType#DAEMON})
 * @param settledUntil every due instant up to this one is settled in the ledger
 */
public record JobView(
    String name,
    String description,
    String cron,
    ZoneId timeZone,
    int shardingTotalCount,
    boolean enabled,
    Optional<Instant> nextFire,
    Instant settledUntil) {}
