package io.ejc.internal.localcluster;

import java.nio.file.Path;
import java.util.Map;
import org.apache.mesos.v1.Protos.CommandInfo;

/** What is needed to start a container. The user is the key of the fetcher's cache, no more. */
record ContainerPlan(
    String containerId,
    Path sandbox,
    CommandInfo command,
    Map<String, String> environment,
    String user) {}
