package io.ejc.internal.execute;

import io.ejc.api.spi.ItemListener;
import io.ejc.api.spi.JobErrorHandler;
import io.ejc.api.spi.JobItemExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * What the application's libraries add, each loaded when the first attempt needs it: what cannot be
 * loaded fails the attempts that need it, and no others. Safe for use by many threads.
 */
final class Extensions {

  private final ClassLoader loader;

  // guarded by this
  private @Nullable Kinds kinds;
  private @Nullable Map<String, JobErrorHandler> errorHandlers;
  private @Nullable Map<String, ItemListener> listeners;

  /** Looks among the services of an application. */
  Extensions(ClassLoader loader) {
    this.loader = loader;
  }

  synchronized Kinds kinds() {
    Kinds known = kinds;
    if (known == null) {
      List<JobItemExecutor<?>> found = new ArrayList<>();
      ServiceLoader.load(JobItemExecutor.class, loader).forEach(found::add);
      known = new Kinds(found);
      kinds = known;
    }
    return known;
  }

  /** What does something about exceptions; null when no service has that type. */
  synchronized @Nullable JobErrorHandler errorHandler(String type) {
    Map<String, JobErrorHandler> known = errorHandlers;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (JobErrorHandler handler : ServiceLoader.load(JobErrorHandler.class, loader)) {
        known.putIfAbsent(handler.getType(), handler);
      }
      errorHandlers = known;
    }
    return known.get(type);
  }

  /**
   * The listeners of these types.
   *
   * @throws IllegalStateException when no service has one of them
   */
  synchronized List<ItemListener> listeners(List<String> types) {
    if (types.isEmpty()) {
      return List.of();
    }
    Map<String, ItemListener> known = listeners;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (ItemListener listener : ServiceLoader.load(ItemListener.class, loader)) {
        known.putIfAbsent(listener.getType(), listener);
      }
      listeners = known;
    }
    List<ItemListener> found = new ArrayList<>();
    for (String type : types) {
      ItemListener listener = known.get(type);
      if (listener == null) {
        throw new IllegalStateException(
            "listeners: " + type + " (expected: one of " + known.keySet() + " of the services)");
      }
      found.add(listener);
    }
    return found;
  }
}
