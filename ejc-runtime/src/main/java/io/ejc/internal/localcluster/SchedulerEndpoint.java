package io.ejc.internal.localcluster;

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
  private final Gate gate;

  SchedulerEndpoint(Loop loop, Frameworks frameworks, SchedulerCalls calls, Gate gate) {
    this.gate = gate;
    this.loop = loop;
    this.frameworks = frameworks;
    this.calls = calls;
  }

  @Override
  public void serve(Exchange exchange) throws Refusal, IOException, InterruptedException {
    String principal = gate.principal(exchange);
    Call call = CallRequest.read(exchange, Call.getDefaultInstance(), CallRequest.BOTH);
    SchedulerCallCheck.check(call);
    SchedulerCallCheck.checkPrincipal(call, principal);
    String streamId = exchange.header(STREAM_ID);
    if (call.getType() == Call.Type.SUBSCRIBE) {
      MediaType type = CallRequest.accepted(exchange, CallRequest.BOTH);
      if (streamId != null) {
        throw Refusal.badRequest("Subscribe calls should not include the 'Mesos-Stream-Id' header");
      }
      subscribe(exchange, call, type);
      return;
    }
    Answer answer = loop.ask(() -> calls.handle(call, streamId, principal));
    answer.send(exchange);
  }

  private void subscribe(Exchange exchange, Call call, MediaType type)
      throws IOException, InterruptedException {
    String streamId = UUID.randomUUID().toString();
    String name = call.getSubscribe().getFrameworkInfo().getName();
    EventStream stream = new EventStream(type, "the scheduler of framework " + name);
    exchange.set(STREAM_ID, streamId);
    loop.post(() -> frameworks.subscribe(call, stream, streamId));
    try {
      exchange.stream(stream);
    } catch (IOException e) {
      log.debug("the subscriber of stream {} is gone: {}", streamId, e.toString());
      loop.post(() -> frameworks.streamBroken(stream));
      throw e;
    }
  }
}
