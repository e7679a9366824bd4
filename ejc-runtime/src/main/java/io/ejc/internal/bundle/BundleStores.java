package io.ejc.internal.bundle;

import io.ejc.api.spi.BundleStore;
import io.ejc.api.spi.BundleStoreFactory;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the store of an address: what the application brings goes before what is built in. */
public final class BundleStores {

  private BundleStores() {}

  /**
   * Opens a store.
   *
   * @param address the value of {@code ejc.bundle.store}
   * @param credentials the value of {@code ejc.bundle.storeCredentials}
   * @param loader where the application's factories are
   * @throws IllegalArgumentException when nobody opens such an address, naming the key
   */
  public static BundleStore open(URI address, Optional<String> credentials, ClassLoader loader) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    for (BundleStoreFactory factory : ServiceLoader.load(BundleStoreFactory.class, loader)) {
      if (factory.getScheme().equals(scheme)) {
        return factory.open(address, credentials);
      }
    }
    return switch (scheme) {
      case "file" -> new DirectoryStore(directory(address));
      case "http", "https" -> new HttpStore(base(address), credentials(address, credentials));
      default ->
          throw wrong(
              address,
              "file:///directory, http://host/path/, https://host/path/, or the scheme of a"
                  + " BundleStoreFactory on the class path");
    };
  }

  private static Path directory(URI address) {
    try {
      return Path.of(address);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw wrong(address, "file:/// and an absolute path that hosts and agents share");
    }
  }

  private static String base(URI address) {
    String path = Optional.ofNullable(address.getRawPath()).orElse("");
    if (address.getHost() == null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw wrong(address, "http://host/path/ without a query");
    }
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + address.getHost()
        + port
        + (path.endsWith("/") ? path : path + "/");
  }

  private static Optional<String> credentials(URI address, Optional<String> credentials) {
    Optional<String> user = Optional.ofNullable(address.getUserInfo());
    if (user.filter(name -> name.contains(":")).isPresent()) {
      throw new IllegalArgumentException(
          "ejc.bundle.store: an address with a password (expected: the password in"
              + " ejc.bundle.storeCredentials, as user:password)");
    }
    boolean fits =
        credentials.isPresent()
            ? credentials.get().startsWith(user.orElse("") + (user.isPresent() ? ":" : ""))
                && credentials.get().indexOf(':') > 0
            : user.isEmpty();
    if (!fits) {
      throw new IllegalArgumentException(
          "ejc.bundle.storeCredentials: "
              + (credentials.isPresent() ? "***" : "not set")
              + " (expected: "
              + user.orElse("user")
              + ":password)");
    }
    return credentials;
  }

  private static IllegalArgumentException wrong(URI address, String rule) {
    return new IllegalArgumentException(
        "ejc.bundle.store: "
            + address.toString().replaceAll("//[^/]*@", "//")
            + " (expected: "
            + rule
            + ")");
  }
}
