package io.ejc.api.spi;

import static java.util.Objects.requireNonNull;

import io.ejc.api.RunListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an application asks of a runtime when it starts.
 *
 * @param mainClass the class given to {@code Ejc.run}; its package is scanned, its class loader
 *     used
 * @param args the arguments of {@code main}
 * @param properties keys set from code, weaker than system properties and environment
 * @param runListeners told of every run, in this order
 */
public record EjcApplication(
    Class<?> mainClass,
    List<String> args,
    Map<String, String> properties,
    List<RunListener> runListeners) {

  /** Copies the collections. */
  public EjcApplication {
    requireNonNull(mainClass, "mainClass");
    args = List.copyOf(args);
    properties = Map.copyOf(properties);
    runListeners = List.copyOf(runListeners);
  }

  /** Without listeners. */
  public EjcApplication(Class<?> mainClass, List<String> args, Map<String, String> properties) {
    this(mainClass, args, properties, List.of());
  }

  /** Collects an {@link EjcApplication}. Not thread-safe. */
  public static final class Builder {
    private final Class<?> mainClass;
    private List<String> args = List.of();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<RunListener> runListeners = new ArrayList<>();

    /**
     * Begins with the main class.
     *
     * @param mainClass the class given to {@code Ejc.run}
     */
    public Builder(Class<?> mainClass) {
      this.mainClass = requireNonNull(mainClass, "mainClass");
    }

    /**
     * Sets the arguments of {@code main}.
     *
     * @param args the arguments
     * @return this
     */
    public Builder args(List<String> args) {
      this.args = List.copyOf(args);
      return this;
    }

    /**
     * Sets one key.
     *
     * @param key a key of EJC ({@code ejc.}...), or any other for placeholders in attributes
     * @param value its value
     * @return this
     */
    public Builder property(String key, String value) {
      properties.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
      return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener told of every run
     * @return this
     */
    public Builder runListener(RunListener listener) {
      runListeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /** Copies what was collected. */
    public EjcApplication build() {
      return new EjcApplication(mainClass, args, properties, runListeners);
    }
  }
}
