package io.ejc.internal.model;

/**
 * What an executor and the scheduler tell each other about a lease. Travels as the data of a Mesos
 * message, which may be lost, arrive twice or late.
 *
 * @param kind who says it
 * @param carrier the attempt's Mesos task
 * @param nonce which question it is, or which question it answers
 */
public record LeaseMessage(Kind kind, CarrierId carrier, String nonce) {

  /** Who says it. */
  public enum Kind {
    /** The executor asks. */
    ASKED,
    /** The scheduler grants what was asked. */
    GRANTED
  }
}
