package io.ejc.internal.localcluster;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.UUID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/scheduler}: HTTP in front of {@link SchedulerCalls}. On the HTTP threads. */
final class SchedulerEndpoint implements HttpFront.Endpoint {

  private static final Logger log = LoggerFactory.getLogger(SchedulerEndpoint.class);
  private static final String STREAM_ID = "Mesos-Stream-Id";

  private final Loop loop;
  private final Frameworks frameworks;
  private final SchedulerCalls calls;

  SchedulerEndpoint(Loop loop, Frameworks frameworks, SchedulerCalls calls) {
    this.loop = loop;
    this.frameworks = frameworks;
    this.calls = calls;
  }

  @Override
  public void serve(HttpExchange exchange) throws Refusal, IOException, InterruptedException {
    Call call = CallRequest.read(exchange, Call.parser());
    SchedulerCallCheck.check(call);
    String streamId = exchange.getRequestHeaders().getFirst(STREAM_ID);
    if (call.getType() == Call.Type.SUBSCRIBE) {
      CallRequest.requireProtobufAccepted(exchange);
      if (streamId != null) {
        throw Refusal.badRequest("Subscribe calls should not include the 'Mesos-Stream-Id' header");
      }
      subscribe(exchange, call);
      return;
    }
    Answer answer = loop.ask(() -> calls.handle(call, streamId));
    if (answer.status() == Answer.ACCEPTED.status()) {
      HttpFront.empty(exchange, answer.status());
    } else {
      HttpFront.text(exchange, answer.status(), answer.sentence());
    }
  }

  private void subscribe(HttpExchange exchange, Call call)
      throws IOException, InterruptedException {
    EventStream stream = new EventStream();
    String streamId = UUID.randomUUID().toString();
    exchange.getResponseHeaders().set(STREAM_ID, streamId);
    loop.post(() -> frameworks.subscribe(call, stream, streamId));
    try {
      HttpFront.stream(exchange, stream);
    } catch (IOException e) {
      log.debug("the subscriber of stream {} is gone: {}", streamId, e.toString());
      loop.post(() -> frameworks.streamBroken(stream));
      throw e;
    }
  }
}
