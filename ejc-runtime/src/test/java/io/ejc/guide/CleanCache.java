package io.ejc.guide;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShellJob;

/** The shell job of the guide. */
@ElasticJob(
    name = "clean-cache",
    shardingTotalCount = 2,
    jobParameter = "${cache:/var/cache/shop}",
    cpuCount = 0.1,
    memoryMB = 32,
    timeout = "5m")
@ShellJob(
    value = "find \"$JOB_PARAMETER/$JOB_SHARDING_ITEM\" -type f -name \"$PATTERN\" -delete",
    environment = "PATTERN=*.tmp")
interface CleanCache {}
