package io.ejc.internal.mesos;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How this process makes itself known to masters, and how it knows them.
 *
 * @param credentials sent with every request; empty where the master asks for none
 * @param tls for masters that speak TLS; empty for what the JVM trusts by itself
 */
public record MasterAccess(Optional<Credentials> credentials, Optional<SSLContext> tls) {

  /** Without credentials, and with what the JVM trusts. */
  public static final MasterAccess OPEN = new MasterAccess(Optional.empty(), Optional.empty());
}
