// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.policy.Ask;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Reading a review of 17 KB, beside the least any reader of it must do.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadingBenchmark {

  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] body = ReviewBody.of(SamplePod.Granted);

  @Benchmark
  public Ask read() {
    return ReviewReader.read(body, Ask.Phase.Validate);
  }

  /// @return the number of tokens
  @Benchmark
  public int scan() throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      int tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      return tokens;
    }
  }
}
