// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.trouble;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.function.Executable;

/// For what must be over soon, on a machine that may have other things to do.
///
/// Time is counted in looks, each as long as it takes at least. Where the whole process stands
/// still for seconds one look passes and not seconds, so that nothing is late for that alone; who
/// waits for somebody that does not answer is late all the same.
public final class Soon {

  private static final Duration LOOK = Duration.ofMillis(10);

  private Soon() {}

  /// @param longest after which the work is interrupted, and the test fails
  public static void within(Duration longest, Executable work) {
    within(
        longest,
        () -> {
          try {
            work.execute();
          } catch (Exception | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new IllegalStateException(e);
          }
          return null;
        });
  }

  /// @return what the work returns
  public static <T> T within(Duration longest, Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().name("soon").start(task);
    try {
      for (long looks = longest.dividedBy(LOOK); looks > 0; looks--) {
        if (thread.join(LOOK)) {
          return task.get();
        }
      }
      var where = new IllegalStateException("it was here");
      where.setStackTrace(thread.getStackTrace());
      task.cancel(true);
      return fail("it is not over after " + longest, where);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
