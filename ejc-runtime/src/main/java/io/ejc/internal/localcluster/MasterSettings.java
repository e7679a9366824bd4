package io.ejc.internal.localcluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.mesos.v1.Protos.DomainInfo;
import org.jspecify.annotations.Nullable;

/**
 * What every master of a cluster is started with.
 *
 * @param credentials secrets by principal; none lets everybody in
 * @param offerTimeout after which an unanswered offer is rescinded; null for never
 * @param domain {@code region/zone}; empty for none
 * @param tls null for plain HTTP
 * @param zooKeeperSession how long a dead master stays the leader in ZooKeeper
 */
public record MasterSettings(
    Map<String, String> credentials,
    @Nullable Duration offerTimeout,
    String domain,
    @Nullable SSLContext tls,
    Duration zooKeeperSession,
    Timings timings,
    InstantSource clock) {

  /** Copies the credentials and refuses a domain that is none. */
  public MasterSettings {
    credentials = Map.copyOf(credentials);
    if (!domain.isEmpty()) {
      DomainInfo unused = AgentFlags.domain(domain);
    }
  }

  @Nullable DomainInfo domainInfo() {
    return domain.isEmpty() ? null : AgentFlags.domain(domain);
  }

  String region() {
    DomainInfo info = domainInfo();
    return info == null ? "" : info.getFaultDomain().getRegion().getName();
  }
}
