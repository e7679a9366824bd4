package io.ejc.e2e.kinds;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShellJob;

/** A command an item: one that fails, one that is not there, one that goes on. */
@ElasticJob(
    name = "bad-commands",
    shardingTotalCount = 3,
    jobParameter = "${kinds.directory}",
    retries = 1,
    retryBackoff = "100ms",
    cpuCount = 0.1,
    memoryMB = 32,
    killGrace = "2s")
@ShellJob(
    "case $JOB_SHARDING_ITEM in 0) echo out of $JOB_TASK_ID; exit 3;;"
        + " 1) no-such-command;;"
        + " 2) sleep 1000 & echo $! > \"$JOB_PARAMETER/sleeping\"; wait;; esac")
interface BadCommands {}
