package io.ejc.e2e.shop;

import io.ejc.api.spi.BundleStore;
import io.ejc.api.spi.BundleStoreFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A store as an application brings it: {@code vault:///directory}. */
public final class VaultStores implements BundleStoreFactory {

  @Override
  public String getScheme() {
    return "vault";
  }

  @Override
  public BundleStore open(URI address, Optional<String> credentials) {
    return new Vault(Path.of(address.getPath()));
  }

  private record Vault(Path directory) implements BundleStore {

    private Path file(String sha256) {
      return directory.resolve(sha256 + ".jar");
    }

    @Override
    public boolean has(String sha256, long size) throws IOException {
      return Files.exists(file(sha256)) && Files.size(file(sha256)) == size;
    }

    @Override
    public void put(String sha256, Path layer) throws IOException {
      try {
        Files.copy(layer, file(sha256));
      } catch (FileAlreadyExistsException e) {
        return; // another host was faster
      }
    }

    @Override
    public String address() {
      return directory.toUri().toString();
    }

    @Override
    public Optional<String> authorization() {
      return Optional.empty();
    }

    @Override
    public void close() {
      // nothing was opened
    }
  }
}
