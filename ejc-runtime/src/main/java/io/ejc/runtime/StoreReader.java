package io.ejc.runtime;

import io.ejc.api.spi.BundleStore;
import io.ejc.internal.bundle.BundleStores;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where layers are to outlive hosts. */
final class StoreReader {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):([^}]+)}");

  private final Function<Key, String> text;
  private final List<String> problems;
  private final Map<String, String> environment;

  /**
   * Reads nothing yet.
   *
   * @param text the value of a key that has a default
   * @param problems where problems go
   * @param environment this process's variables, to which credentials may refer
   */
  StoreReader(Function<Key, String> text, List<String> problems, Map<String, String> environment) {
    this.text = text;
    this.problems = problems;
    this.environment = environment;
  }

  /**
   * The store; none where a value is wrong, and the problem is kept.
   *
   * @param patience how long filling it may take
   * @param loader where the application's factories are
   */
  Settings.Store read(Duration patience, ClassLoader loader) {
    String address = text.apply(Key.STORE);
    String credentials = text.apply(Key.STORE_CREDENTIALS);
    if (address.isEmpty()) {
      return new Settings.Store(Optional.empty(), patience);
    }
    try {
      Optional<String> shown = Optional.of(resolved(credentials)).filter(it -> !it.isEmpty());
      BundleStore store = BundleStores.open(new URI(address), shown, loader);
      return new Settings.Store(Optional.of(store), patience);
    } catch (URISyntaxException e) {
      // the value may hold a password
      problems.add(
          Key.STORE.path
              + ": "
              + e.getReason()
              + " (expected: an address, such as file:///mnt/ejc or https://store/ejc/)");
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return new Settings.Store(Optional.empty(), patience);
  }

  private String resolved(String value) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1).equals("file")
                        ? content(found.group(2))
                        : variable(found.group(2))));
  }

  private static String content(String file) {
    try {
      return Files.readString(Path.of(file)).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          Key.STORE_CREDENTIALS.path
              + ": ${file:"
              + file
              + "} (expected: a file that this process may read)",
          e);
    }
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          Key.STORE_CREDENTIALS.path
              + ": ${env:"
              + name
              + "} (expected: a variable of this process's environment)");
    }
    return value;
  }
}
