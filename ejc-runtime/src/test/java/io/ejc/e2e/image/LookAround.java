package io.ejc.e2e.image;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShellJob;

/** Succeeds where a directory of the host is not to be seen. */
@ElasticJob(
    name = "look-around",
    image = "${image.name}",
    jobParameter = "${image.outside}",
    cpuCount = 0.1,
    memoryMB = 32)
@ShellJob("test ! -e \"$JOB_PARAMETER\"")
interface LookAround {}
