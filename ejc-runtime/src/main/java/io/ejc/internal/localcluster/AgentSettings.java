package io.ejc.internal.localcluster;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.jspecify.annotations.Nullable;

/**
 * One agent.
 *
 * @param name its directory's name and the hostname in its offers
 * @param directory of its own
 * @param port of its HTTP API, 0 for any free one
 * @param domain its region and zone, null if it has none
 * @param tls null for plain HTTP
 * @param checkpoint whether executors of checkpointing frameworks are told that it may come back
 */
record AgentSettings(
    String name,
    Path directory,
    int port,
    Quantities total,
    List<Attribute> attributes,
    @Nullable DomainInfo domain,
    @Nullable SSLContext tls,
    Timings timings,
    boolean checkpoint,
    InstantSource clock) {}
