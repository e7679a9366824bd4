package io.ejc.internal.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the layers of an application are to be had. Travels in a task's data, which Mesos shows to
 * nobody; never in what it shows.
 *
 * @param addresses a layer's is one of these, its SHA-256 and {@code .jar}; each ends with a slash
 * @param secret what hosts are shown; empty for nothing
 * @param store which of the addresses is the store's: it is shown something else
 */
public record LayerSource(List<String> addresses, String secret, Store store) {

  /** Nowhere. */
  public static final LayerSource NONE = new LayerSource(List.of(), "");

  /**
   * A store that outlives hosts.
   *
   * @param address its address, ends with a slash; empty for no store
   * @param authorization what it is shown as HTTP's {@code Authorization}; empty for nothing
   */
  public record Store(String address, String authorization) {

    /** No store. */
    public static final Store NONE = new Store("", "");

    /** Whether whoever asks gets its layers, also who speaks HTTP without TLS only. */
    public boolean open() {
      return authorization.isEmpty() && !address.startsWith("https:");
    }

    /** The same addresses, the store's first. */
    public List<String> first(List<String> addresses) {
      return addresses.contains(address)
          ? Stream.concat(Stream.of(address), addresses.stream()).distinct().toList()
          : addresses;
    }

    /** Never prints what it is shown. */
    @Override
    public String toString() {
      return "store " + address;
    }
  }

  /** Of hosts alone. */
  public LayerSource(List<String> addresses, String secret) {
    this(addresses, secret, Store.NONE);
  }

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
