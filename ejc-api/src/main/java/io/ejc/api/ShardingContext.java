package io.ejc.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt of one sharding item knows about itself. Given to the job by the executor; safe
 * to read from any thread, also after the item has ended.
 */
public interface ShardingContext {

  /** The job's name. */
  String getJobName();

  /** The id of the run this item belongs to. */
  String getRunId();

  /** The id of this attempt: the run's id, the item and the attempt's number. */
  String getTaskId();

  /** The number of items of the run. */
  int getShardingTotalCount();

  /** This item, from 0 to {@code getShardingTotalCount() - 1}. */
  int getShardingItem();

  /** This item's parameter, or null when {@link ElasticJob#shardingItemParameters()} names none. */
  @Nullable String getShardingParameter();

  /**
   * The parameter with which the run was triggered by hand, else the job's; empty when there is
   * none.
   */
  String getJobParameter();

  /**
   * The instant for which the run was due, which may be earlier than now; for a run triggered by
   * hand, the instant of the trigger.
   */
  Instant getScheduledInstant();

  /** Which launch of this item this is, from 1. Numbers are never reused, some may be skipped. */
  int getAttempt();

  /**
   * A number that rises with every attempt of every item of this job, for as long as the job's name
   * exists. An outside store that refuses numbers lower than the highest it has seen is safe from
   * an attempt that lives on behind a broken network; see {@link Fence}.
   */
  long getFencingToken();

  /**
   * The ports of the agent that are this attempt's own, in rising order: as many as {@link
   * ElasticJob#ports()} asks for. Another attempt may get others.
   */
  List<Integer> getPorts();

  /**
   * Whether the item was asked to stop: it was killed, its run was killed or replaced, it works
   * longer than {@link ElasticJob#timeout()}, its agent drains, its executor is being ended, or its
   * {@link ElasticJob#lease()} ends soon. Its thread is interrupted as well. Stays true.
   */
  boolean isCancelled();

  /**
   * All of this but {@link #isCancelled()} as a JSON object, in ASCII and on one line: {@code
   * jobName}, {@code runId}, {@code taskId}, {@code shardingTotalCount}, {@code shardingItem},
   * {@code shardingParameter} (only if there is one), {@code jobParameter}, {@code
   * scheduledInstant}, {@code attempt}, {@code fencingToken} and {@code ports}.
   */
  String toJson();
}
