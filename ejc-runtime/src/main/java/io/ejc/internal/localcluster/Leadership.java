package io.ejc.internal.localcluster;

import java.io.IOException;
import org.apache.mesos.v1.Protos.Address;
import org.jspecify.annotations.Nullable;

/** Whether a master leads, and who does if it does not: what it answers depends on that. */
final class Leadership {

  private volatile Role role = new Role(false, null);

  private record Role(boolean leads, @Nullable Address leader) {}

  /** Any thread: this one leads. */
  void lead(Address self) {
    role = new Role(true, self);
  }

  /** Any thread: another one leads, or nobody (null). */
  void follow(@Nullable Address leader) {
    role = new Role(false, leader);
  }

  boolean leads() {
    return role.leads();
  }

  /** An endpoint that only the leader answers; others show the way to it, as Mesos' masters do. */
  HttpFront.Endpoint only(HttpFront.Endpoint endpoint) {
    return exchange -> {
      Role now = role;
      if (now.leads()) {
        endpoint.serve(exchange);
      } else {
        String target = exchange.target();
        redirect(exchange, now, target.startsWith("/master") ? target : "/master" + target);
      }
    };
  }

  /** {@code /redirect}: to the leader, which may be this one. */
  void redirect(Exchange exchange) throws Refusal, IOException {
    redirect(exchange, role, "");
  }

  private static void redirect(Exchange exchange, Role role, String target)
      throws Refusal, IOException {
    Address leader = role.leader();
    if (leader == null) {
      throw new Refusal(503, "No leader elected");
    }
    exchange.set("Location", "//" + leader.getHostname() + ":" + leader.getPort() + target);
    exchange.empty(307);
  }
}
