package io.ejc.internal.localcluster;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/** Starts one cluster for all cases of the contract, counts them, and ends it after the last. */
final class ContractExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver, TestWatcher {

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster(context).awaitIdle();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    cluster(context).tally().begins(name(context));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ContractCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    cluster(context).tally().passed();
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    cluster(context)
        .tally()
        .notRun(name(context), cause == null ? "" : String.valueOf(cause.getMessage()));
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + context.getRequiredTestMethod().getName();
  }

  private static ContractCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ContractExtension.class))
        .getOrComputeIfAbsent(
            ContractCluster.class, key -> ContractCluster.start(), ContractCluster.class);
  }
}
