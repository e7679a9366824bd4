package io.ejc.internal.model;

/** The id of a bundle, the SHA-256 of its layers in hexadecimal. */
public record BundleId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
