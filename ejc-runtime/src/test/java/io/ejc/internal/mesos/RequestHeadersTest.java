package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.ejc.internal.core.Call;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What Mesos looks at before it looks at a call. */
class RequestHeadersTest extends WithScriptedMaster {

  private final List<HttpExchange> exchanges = new CopyOnWriteArrayList<>();

  private void subscribeAndCall() {
    master.replyWith(
        (exchange, call) -> {
          exchanges.add(exchange);
          master.stream(master.subscribed()).to(exchange, call);
        });
    subscribe(1);
    for (int i = 0; i < 3; i++) {
      master.replyWith(
          (exchange, call) -> {
            exchanges.add(exchange);
            ScriptedMaster.status(202, "").to(exchange, call);
          });
      connection.send(new Call.Revive());
    }
    await().until(() -> exchanges.size() == 4);
  }

  @Test
  void every_request_has_the_bare_content_type() {
    subscribeAndCall();
    assertThat(exchanges)
        .allSatisfy(
            exchange -> {
              assertThat(exchange.getRequestHeaders().get("Content-Type"))
                  .containsExactly("application/x-protobuf");
              assertThat(exchange.getRequestHeaders().get("Accept"))
                  .containsExactly("application/x-protobuf");
              assertThat(exchange.getRequestHeaders().containsKey("Authorization")).isFalse();
            });
  }

  @Test
  void calls_never_travel_on_the_connection_of_a_stream() {
    subscribeAndCall();
    InetSocketAddress stream = exchanges.get(0).getRemoteAddress();
    assertThat(exchanges.subList(1, 4))
        .extracting(HttpExchange::getRemoteAddress)
        .doesNotContain(stream);
  }
}
