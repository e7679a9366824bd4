package io.ejc.internal.model;

import java.util.List;

/**
 * Where the layers of an application are to be had. Travels in a task's data, which Mesos shows to
 * nobody; never in what it shows.
 *
 * @param addresses a layer's is one of these, its SHA-256 and {@code .jar}; each ends with a slash
 * @param secret what hosts are shown; empty for nothing
 */
public record LayerSource(List<String> addresses, String secret) {

  /** Nowhere. */
  public static final LayerSource NONE = new LayerSource(List.of(), "");

  /** Copies the list. */
  public LayerSource {
    addresses = List.copyOf(addresses);
  }

  /** Never prints the secret. */
  @Override
  public String toString() {
    return "layers at " + addresses;
  }
}
