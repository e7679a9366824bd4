package io.ejc.internal.localcluster;

/** A call that is answered with an error status and one sentence. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  static Refusal badRequest(String sentence) {
    return new Refusal(400, sentence);
  }

  int status() {
    return status;
  }

  String sentence() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
