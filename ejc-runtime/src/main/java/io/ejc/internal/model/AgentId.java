package io.ejc.internal.model;

/** The id of an agent, given by the master. */
public record AgentId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
