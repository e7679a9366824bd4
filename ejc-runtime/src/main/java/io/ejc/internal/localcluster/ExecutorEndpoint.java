package io.ejc.internal.localcluster;

import java.io.IOException;
import org.apache.mesos.v1.executor.Protos.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/executor}: HTTP in front of an agent. On the HTTP threads. */
final class ExecutorEndpoint implements HttpFront.Endpoint {

  private static final Logger log = LoggerFactory.getLogger(ExecutorEndpoint.class);

  private final Loop loop;
  private final Calls calls;

  ExecutorEndpoint(Loop loop, Calls calls) {
    this.loop = loop;
    this.calls = calls;
  }

  /** What the agent does with calls, on its thread. */
  interface Calls {
    /** 202 if the stream was given to the executor. */
    Answer subscribe(Call call, EventStream stream);

    Answer handle(Call call);

    void streamBroken(Call subscription, EventStream stream);
  }

  @Override
  public void serve(Exchange exchange) throws Refusal, IOException, InterruptedException {
    Call call = CallRequest.read(exchange, Call.getDefaultInstance(), CallRequest.PROTOBUF_ONLY);
    ExecutorCallCheck.check(call);
    if (call.getType() != Call.Type.SUBSCRIBE) {
      loop.ask(() -> calls.handle(call)).send(exchange);
      return;
    }
    MediaType type = CallRequest.accepted(exchange, CallRequest.PROTOBUF_ONLY);
    EventStream stream = new EventStream(type, "executor " + call.getExecutorId().getValue());
    Answer answer = loop.ask(() -> calls.subscribe(call, stream));
    if (answer.status() != Answer.ACCEPTED.status()) {
      answer.send(exchange);
      return;
    }
    try {
      exchange.stream(stream);
    } catch (IOException e) {
      log.debug("executor {} left its stream", call.getExecutorId().getValue());
      loop.post(() -> calls.streamBroken(call, stream));
      throw e;
    }
  }
}
