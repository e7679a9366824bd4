package io.ejc.internal.mesos;

import java.util.Optional;

/**
 * The place in ZooKeeper where masters elect their leader (Mesos, {@code --zk=zk://...}).
 *
 * @param servers {@code host:port} of the ensemble, commas between them
 * @param path the node below which masters register
 * @param digest {@code user:password} of ZooKeeper's digest scheme
 * @param tls whether the masters are spoken to over TLS, which their registration does not tell
 */
public record MasterGroup(String servers, String path, Optional<String> digest, boolean tls) {

  /** As it is written in the configuration, without the password. */
  @Override
  public String toString() {
    return "zk://" + (digest.isPresent() ? "***@" : "") + servers + path;
  }
}
