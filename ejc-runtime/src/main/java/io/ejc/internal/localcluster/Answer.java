package io.ejc.internal.localcluster;

/** The answer to a call: a status and, for an error, one sentence. */
record Answer(int status, String sentence) {

  static final Answer ACCEPTED = new Answer(202, "");

  static Answer badRequest(String sentence) {
    return new Answer(400, sentence);
  }
}
