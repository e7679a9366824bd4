package io.ejc.test;

import io.ejc.api.Ejc;
import io.ejc.runtime.local.LocalCluster;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What {@link LocalClusterTest} adds to JUnit. Tests name the annotation, never this class.
 *
 * <p>Uses only what JUnit 5.8 and all later versions have.
 */
public final class LocalClusterExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace ROOM =
      ExtensionContext.Namespace.create(LocalClusterExtension.class);
  private static final Class<TestBed> KEY = TestBed.class;

  /** For JUnit. */
  public LocalClusterExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    LocalClusterTest wishes = test.getAnnotation(LocalClusterTest.class);
    // a nested class has that of the class around it
    if (wishes != null) {
      context.getStore(ROOM).put(KEY, new TestBed(test, wishes));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestBed bed = context.getStore(ROOM).get(KEY, TestBed.class);
    if (bed != null && bed.isOf(context.getRequiredTestClass())) {
      bed.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LocalCluster.class || type == Ejc.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestBed bed = context.getStore(ROOM).get(KEY, TestBed.class);
    if (bed == null) {
      throw new ParameterResolutionException(
          parameter.getParameter()
              + ": asked for before the tests of its class begin (expected: a parameter of a test,"
              + " or of a method before or after tests, of a class with @LocalClusterTest)");
    }
    return parameter.getParameter().getType() == Ejc.class ? bed.ejc() : bed.cluster();
  }
}
