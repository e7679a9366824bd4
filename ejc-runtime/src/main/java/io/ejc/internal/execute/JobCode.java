package io.ejc.internal.execute;

import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.JobFactory;
import io.ejc.internal.model.ExecutorPayload;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** The application, verified, loaded, and its job factory started. Safe for use by many threads. */
final class JobCode {

  private static final System.Logger LOG = ExecutorLog.logger();

  private final ClassLoader loader;
  private final JobFactory factory;
  private final JobObjects objects;
  private final Extensions extensions;

  /**
   * Code that is ready.
   *
   * @param loader sees the application's classes
   * @param factory makes its jobs, started
   */
  JobCode(ClassLoader loader, JobFactory factory) {
    this.loader = loader;
    this.factory = factory;
    this.objects = new JobObjects(factory);
    this.extensions = new Extensions(loader);
  }

  /**
   * Makes the application ready on the calling thread, whose context class loader becomes the
   * application's.
   *
   * @param payload what to load
   * @param sandbox where the layers are to lie
   * @param fetch brings them
   * @throws BundleException when nobody gives a layer
   * @throws Exception when the application's factory cannot be used
   */
  static JobCode load(ExecutorPayload payload, Path sandbox, LayerFetch fetch) throws Exception {
    ApplicationLayers layers = new ApplicationLayers(sandbox, payload.applicationLayers());
    layers.bring(fetch);
    new HostProperties(System.getenv()).set(payload.properties());
    ClassLoader loader = layers.loader();
    HostFiles.unpack(loader, sandbox);
    LoggingFile.choose(loader);
    Thread.currentThread().setContextClassLoader(loader);
    JobFactory factory = factory(loader);
    factory.start();
    LOG.log(
        Level.INFO,
        "application {0}: {1} layers verified, jobs made by {2}",
        payload.application(),
        payload.applicationLayers().size(),
        factory.getClass().getName());
    return new JobCode(loader, factory);
  }

  /** What user code's threads have as their context class loader. */
  ClassLoader loader() {
    return loader;
  }

  /** What its libraries add. */
  Extensions extensions() {
    return extensions;
  }

  /**
   * The object of one attempt, and what runs it.
   *
   * @param made the object, and what to give back
   * @param work what its kind does with it
   */
  record Job(JobObjects.Made made, Kinds.Work work) {
    void process(ItemExecution item) throws Exception {
      work.process(made.job(), item);
    }
  }

  /**
   * Makes the object that runs one attempt.
   *
   * @throws Exception when the class cannot be used; errors of its static initializers come as they
   *     are
   */
  Job create(String jobClass) throws Exception {
    Class<?> type = Class.forName(jobClass, false, loader);
    Kinds.Work work = extensions.kinds().of(type);
    return new Job(objects.make(type), work);
  }

  /** Gives the object back; what the factory throws is logged. */
  void release(Job job) {
    objects.release(job.made());
  }

  /** Closes the factory; what it throws is logged. */
  void close() {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      factory.close();
    } catch (Throwable e) {
      LOG.log(Level.WARNING, factory.getClass().getName() + ".close failed", e);
    }
  }

  /** The application's factory, not started; ours when it brings none. */
  static JobFactory factory(ClassLoader loader) {
    List<ServiceLoader.Provider<JobFactory>> found =
        ServiceLoader.load(JobFactory.class, loader).stream().toList();
    if (found.size() > 1) {
      List<String> names = found.stream().map(provider -> provider.type().getName()).toList();
      throw new IllegalStateException(
          "JobFactory: " + names + " (expected: at most one in META-INF/services)");
    }
    return found.isEmpty() ? new ConstructorFactory() : found.get(0).get();
  }
}
