// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rerun;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Tests are run again in the process that saw them fail.
final class FailureMemory implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

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
    context
        .getExecutionException()
        .ifPresent(failure -> FAILED.putIfAbsent(context.getUniqueId(), failure));
  }
}
