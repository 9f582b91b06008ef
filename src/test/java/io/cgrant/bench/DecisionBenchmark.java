// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import io.cgrant.manifest.ReviewReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The decision alone, among ever more policies of which one speaks for the pod.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

  @Param({"10", "100", "1000", "10000"})
  public int policies;

  @Param({"Label", "NamespaceNames"})
  public String selector;

  private Snapshot snapshot;
  private Ask qualifying;
  private Ask unfit;

  @Setup
  public void prepare() {
    snapshot = PolicyCrowd.snapshot(policies, PolicyCrowd.Selector.valueOf(selector));
    qualifying = ReviewReader.read(ReviewBody.of(SamplePod.Granted), Ask.Phase.Validate);
    unfit = ReviewReader.read(ReviewBody.of(SamplePod.Refused), Ask.Phase.Validate);
    if (!(granted() instanceof Verdict.Granted) || !(refused() instanceof Verdict.Refused)) {
      throw new IllegalStateException("the gate says " + granted() + " and " + refused());
    }
  }

  @Benchmark
  public Verdict granted() {
    return Gate.decide(qualifying, snapshot);
  }

  @Benchmark
  public Verdict refused() {
    return Gate.decide(unfit, snapshot);
  }
}
