// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rerun;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;

/// Tests are run again in the process that saw them fail.
final class FailureMemory
    implements BeforeTestExecutionCallback, AfterTestExecutionCallback, InvocationInterceptor {

  private static final Map<String, Throwable> FAILED = new ConcurrentHashMap<>();

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    Throwable failure = FAILED.get(context.getUniqueId());
    if (failure != null) {
      throw new AssertionError("it failed before in this build, which is enough", failure);
    }
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context.getExecutionException().ifPresent(failure -> remember(context, failure));
  }

  /// Around dynamic tests nothing else is called.
  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
      throws Throwable {
    try {
      beforeTestExecution(context);
    } catch (AssertionError e) {
      invocation.skip();
      throw e;
    }
    try {
      invocation.proceed();
    } catch (Throwable e) {
      remember(context, e);
      throw e;
    }
  }

  private static void remember(ExtensionContext context, Throwable failure) {
    FAILED.putIfAbsent(context.getUniqueId(), failure);
  }
}
