package io.ejc.api.spi;

import io.ejc.api.Ejc;
import io.ejc.api.EjcStartException;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A runtime that can start EJC. {@code ejc-runtime} brings one; it is found by {@link
 * ServiceLoader}. Implementations need a public constructor without parameters.
 */
public interface EjcProvider {

  /**
   * Starts EJC for an application.
   *
   * @param application what it asks for
   * @return the running EJC
   * @throws EjcStartException when it could not start, with every problem found
   */
  Ejc start(EjcApplication application);

  /**
   * Finds the one runtime on the class path, by the context class loader of the calling thread.
   *
   * @return the runtime
   * @throws EjcStartException when there is none, or more than one
   */
  static EjcProvider load() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : EjcProvider.class.getClassLoader();
    List<EjcProvider> found =
        ServiceLoader.load(EjcProvider.class, loader).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (found.isEmpty()) {
      throw new EjcStartException(
          List.of(
              "no EJC runtime is on the class path (expected: one); add the dependency"
                  + " io.ejc:ejc-runtime, of the same version as io.ejc:ejc-api"));
    }
    if (found.size() > 1) {
      throw new EjcStartException(
          List.of(
              "runtimes on the class path: "
                  + found.stream().map(provider -> provider.getClass().getName()).toList()
                  + " (expected: one); remove all but one of them"));
    }
    return found.get(0);
  }
}
