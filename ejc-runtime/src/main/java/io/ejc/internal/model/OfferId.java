package io.ejc.internal.model;

/** The id of an offer, given by the master. */
public record OfferId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
