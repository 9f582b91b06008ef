// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// What JMH measured: nanoseconds per call.
record MicroResults(List<Result> results) {

  /// @param policies 0 where there are none
  /// @param selector empty where there is none
  /// @param best the fastest iteration: other work on the machine can only slow one down
  record Result(String benchmark, int policies, String selector, double median, double best) {}

  static MicroResults read(Path json) throws IOException {
    var results = new ArrayList<Result>();
    for (JsonNode entry : new ObjectMapper().readTree(json.toFile())) {
      double[] iterations = iterations(entry.at("/primaryMetric/rawData"));
      String name = entry.get("benchmark").asText();
      results.add(
          new Result(
              name.substring(name.lastIndexOf('.') + 1),
              entry.at("/params/policies").asInt(),
              entry.at("/params/selector").asText(),
              Statistics.median(iterations),
              Statistics.best(iterations)));
    }
    return new MicroResults(results);
  }

  private static double[] iterations(JsonNode forks) {
    var all = DoubleStream.builder();
    for (JsonNode fork : forks) {
      fork.forEach(iteration -> all.add(iteration.asDouble()));
    }
    return all.build().toArray();
  }

  /// The sizes measured, ascending.
  List<Integer> sizes() {
    return results.stream().map(Result::policies).filter(p -> p > 0).distinct().sorted().toList();
  }

  /// As `granted, Label`, in the order they were measured.
  List<List<String>> variants() {
    return results.stream()
        .filter(result -> result.policies() > 0)
        .map(result -> List.of(result.benchmark(), result.selector()))
        .distinct()
        .toList();
  }

  Result of(String benchmark, int policies, String selector) {
    return results.stream()
        .filter(r -> r.benchmark().equals(benchmark))
        .filter(r -> r.policies() == policies && r.selector().equals(selector))
        .findFirst()
        .orElseThrow();
  }

  /// How much longer a decision takes among the most policies than among the fewest.
  double growth(List<String> variant) {
    double most = of(variant.get(0), sizes().getLast(), variant.get(1)).best();
    return most / of(variant.get(0), sizes().getFirst(), variant.get(1)).best();
  }
}
