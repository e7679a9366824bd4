package io.ejc.internal.execute;

/**
 * The parent of the application's class loader: the JDK, and our API's classes, so that a job is a
 * {@code SimpleJob} to both sides. Nothing else of the executor's class path is seen through it, so
 * an application meets its own versions of every library.
 */
final class ApiOnlyLoader extends ClassLoader {

  private static final String API = "io.ejc.api.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader executor;

  ApiOnlyLoader(ClassLoader executor) {
    super("ejc-api", getPlatformClassLoader());
    this.executor = executor;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(API)) {
      return executor.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
