package io.ejc.internal.engine;

import io.ejc.internal.core.Call;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Requests of this process that wait for their answer, which comes after its facts are stored. */
final class Requests {

  private final Map<String, CompletableFuture<Call.Result>> open = new ConcurrentHashMap<>();
  private final AtomicLong counter = new AtomicLong();

  record Asked(String id, CompletableFuture<Call.Result> answer) {}

  Asked ask() {
    Asked asked = new Asked("r" + counter.incrementAndGet(), new CompletableFuture<>());
    open.put(asked.id(), asked.answer());
    return asked;
  }

  void answer(Call.Answer answer) {
    CompletableFuture<Call.Result> future = open.remove(answer.request());
    if (future != null) {
      future.complete(answer.result());
    }
  }

  /** Nobody will answer what is open. */
  void refuseAll(String message) {
    for (String request : open.keySet()) {
      answer(new Call.Answer(request, new Call.Result.Refused(message)));
    }
  }
}
