package io.ejc.internal.localcluster;

import java.io.IOException;

/** The answer to a call: a status and, for an error, one sentence. */
record Answer(int status, String sentence) {

  static final Answer ACCEPTED = new Answer(202, "");

  /** What the operator's calls and UPDATE_FRAMEWORK answer. */
  static final Answer OK = new Answer(200, "");

  static Answer badRequest(String sentence) {
    return new Answer(400, sentence);
  }

  void send(Exchange exchange) throws IOException {
    if (sentence.isEmpty()) {
      exchange.empty(status);
    } else {
      exchange.text(status, sentence);
    }
  }
}
