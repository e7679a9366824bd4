package io.ejc.internal.model;

/** Names code and jobs by their content: hosts that carry the same have the same id. */
public record DeploymentId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
