package io.ejc.internal.wire;

import io.ejc.internal.model.Handling;
import java.util.List;
import java.util.Map;

/** How an executor is to go about an attempt, in the fields of a task's payload. */
final class HandlingFields {

  private static final String STREAMING = "streaming";
  private static final String RETRY_ON = "retryOn";
  private static final String FAIL_ON = "failOn";
  private static final String ERROR_HANDLER = "errorHandler";
  private static final String RESIDENT = "resident";
  private static final String LISTENERS = "listeners";

  private HandlingFields() {}

  /** Writes what differs from the usual. */
  static void put(Handling handling, Map<String, Object> fields) {
    if (handling.streaming()) {
      fields.put(STREAMING, true);
    }
    if (handling.resident()) {
      fields.put(RESIDENT, true);
    }
    put(RETRY_ON, handling.retryOn(), fields);
    put(FAIL_ON, handling.failOn(), fields);
    put(LISTENERS, handling.listeners(), fields);
    if (!handling.errorHandler().equals(Handling.LOG)) {
      fields.put(ERROR_HANDLER, handling.errorHandler());
    }
  }

  static Handling read(PayloadReader fields) {
    return new Handling(
        fields.flag(STREAMING),
        fields.textList(RETRY_ON),
        fields.textList(FAIL_ON),
        fields.optionalText(ERROR_HANDLER).orElse(Handling.LOG),
        fields.textList(LISTENERS),
        fields.flag(RESIDENT));
  }

  private static void put(String name, List<String> texts, Map<String, Object> fields) {
    if (!texts.isEmpty()) {
      fields.put(name, texts);
    }
  }
}
