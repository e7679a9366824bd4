package io.ejc.internal.execute;

import io.ejc.api.spi.JobFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** Makes jobs when the application brings no factory: a new object for each attempt. */
final class ConstructorFactory implements JobFactory {

  @Override
  public void close() {}

  @Override
  public <T> T create(Class<T> jobClass) throws Exception {
    try {
      Constructor<T> constructor = jobClass.getConstructor();
      // a public constructor may belong to a class that is not public
      constructor.trySetAccessible();
      return constructor.newInstance();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "class: "
              + jobClass.getName()
              + " (expected: a public constructor without parameters, or a JobFactory)",
          e);
    } catch (InvocationTargetException e) {
      throw thrownByConstructor(e);
    }
  }

  private static Exception thrownByConstructor(InvocationTargetException wrapper) {
    Throwable thrown = wrapper.getTargetException();
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof Exception exception ? exception : wrapper;
  }
}
