package io.ejc.internal.execute;

import io.ejc.api.spi.JobFactory;
import io.ejc.api.spi.MethodArguments;
import io.ejc.internal.model.MethodJobClass;
import java.lang.System.Logger.Level;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * Makes and gives back the objects of jobs. For a class that somebody wrote the application's
 * factory makes it. For a generated class it makes the object whose method the job is, and ours
 * goes around it: so a factory sees classes that it knows.
 */
final class JobObjects {

  private static final System.Logger LOG = ExecutorLog.logger();
  private static final MethodArguments ARGUMENTS = new TextArguments();

  private final JobFactory factory;

  JobObjects(JobFactory factory) {
    this.factory = factory;
  }

  /**
   * An object of a job.
   *
   * @param job what runs
   * @param made what the factory has made; null when it was not asked
   */
  record Made(Object job, @Nullable Object made) {}

  /** Makes the object of one attempt. */
  Made make(Class<?> jobClass) throws Exception {
    if (MethodJobClass.parse(jobClass.getName()).isEmpty()) {
      Object job = ofFactory(jobClass);
      return new Made(job, job);
    }
    // one constructor: the arguments' maker, and the object unless the method is static
    Constructor<?> constructor = jobClass.getConstructors()[0];
    if (constructor.getParameterCount() == 1) {
      return new Made(constructor.newInstance(ARGUMENTS), null);
    }
    Class<?> type = constructor.getParameterTypes()[1];
    Object holder = ofFactory(type);
    if (!type.isInstance(holder)) {
      throw wrong("a " + holder.getClass().getName(), type);
    }
    return new Made(constructor.newInstance(ARGUMENTS, holder), holder);
  }

  /** Gives it back; what the factory throws is logged. */
  void release(Made job) {
    if (job.made() == null) {
      return;
    }
    try {
      factory.release(job.made());
    } catch (Throwable e) {
      LOG.log(Level.WARNING, factory.getClass().getName() + ".release failed", e);
    }
  }

  private Object ofFactory(Class<?> type) throws Exception {
    @Nullable Object object = factory.create(type);
    if (object == null) {
      throw wrong("null", type);
    }
    return object;
  }

  private IllegalStateException wrong(String created, Class<?> type) {
    return new IllegalStateException(
        factory.getClass().getName()
            + ".create: "
            + created
            + " (expected: a "
            + type.getName()
            + ")");
  }
}
