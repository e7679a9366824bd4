package io.ejc.api.spi;

import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Opens stores of one kind of address. Found by {@link ServiceLoader} on the host; goes before what
 * EJC knows itself ({@code file}, {@code http}, {@code https}).
 */
public interface BundleStoreFactory {

  /** The scheme of the addresses it opens, such as {@code s3}, in lower case. */
  String getScheme();

  /**
   * Opens a store. Does not have to look whether it can be reached.
   *
   * @param address the value of {@code ejc.bundle.store}
   * @param credentials the value of {@code ejc.bundle.storeCredentials}; empty when not set
   * @throws IllegalArgumentException when the address or the credentials are of no use: the host
   *     does not start, and shows the message
   */
  BundleStore open(URI address, Optional<String> credentials);
}
