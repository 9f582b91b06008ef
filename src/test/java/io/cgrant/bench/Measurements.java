// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What `e2e/bench/run` noted down, one sample a line, fields separated by tabs.
record Measurements(List<Load> loads, List<Memory> memories, List<Start> starts) {

  /// One case in one round.
  ///
  /// @param cpu user and system time of the server per request, in µs
  /// @param failed requests without an answer, or with one other than 2xx
  /// @param median latency in µs
  /// @param slow the 99th percentile of the latency, in µs
  record Load(
      String server,
      String name,
      int round,
      long requests,
      long failed,
      double cpu,
      double median,
      double slow) {}

  /// @param when `idle`, `load` or `peak`
  record Memory(String server, String when, double mebibytes) {}

  /// All in ms.
  ///
  /// @param first the first request with its TLS handshake
  /// @param next the second request, on the same connection
  record Start(String server, double ready, double handshake, double first, double next) {}

  static Measurements read(Path samples) throws IOException {
    var all = new Measurements(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String line : Files.readAllLines(samples)) {
      all.add(line.split("\t", -1));
    }
    return all;
  }

  private void add(String[] field) {
    switch (field[0]) {
      case "load" -> loads.add(load(field));
      case "memory" ->
          memories.add(new Memory(field[1], field[2], Double.parseDouble(field[3]) / 1024));
      case "start" ->
          starts.add(
              new Start(
                  field[1],
                  Double.parseDouble(field[2]),
                  Double.parseDouble(field[3]),
                  Double.parseDouble(field[4]),
                  Double.parseDouble(field[5])));
      default -> throw new IllegalArgumentException("no sample is called " + field[0]);
    }
  }

  private static Load load(String[] field) {
    long requests = Long.parseLong(field[4]);
    return new Load(
        field[1],
        field[2],
        Integer.parseInt(field[3]),
        requests,
        Long.parseLong(field[5]),
        Double.parseDouble(field[6]) / Math.max(1, requests),
        Double.parseDouble(field[7]),
        Double.parseDouble(field[8]));
  }

  /// The servers and their cases, as `server name`, in the order they were measured.
  Set<List<String>> cases() {
    var cases = new LinkedHashSet<List<String>>();
    loads.forEach(load -> cases.add(List.of(load.server(), load.name())));
    return cases;
  }

  List<Load> of(List<String> wanted) {
    return loads.stream()
        .filter(load -> load.server().equals(wanted.get(0)) && load.name().equals(wanted.get(1)))
        .toList();
  }

  double median(List<String> wanted, ToDoubleFunction<Load> value) {
    return Statistics.median(of(wanted).stream().mapToDouble(value).toArray());
  }

  /// CPU time of one case as a multiple of another's: the median of the rounds' own ratios, since
  /// what disturbs a round disturbs both.
  double ratio(List<String> wanted, List<String> base) {
    Map<Integer, Double> bases = new TreeMap<>();
    of(base).forEach(load -> bases.put(load.round(), load.cpu()));
    return Statistics.median(
        of(wanted).stream().mapToDouble(l -> l.cpu() / bases.get(l.round())).toArray());
  }

  /// The highest resident memory seen, in MiB.
  double memory(String server, String when) {
    return memories.stream()
        .filter(memory -> memory.server().equals(server) && memory.when().equals(when))
        .mapToDouble(Memory::mebibytes)
        .max()
        .orElse(Double.NaN);
  }

  List<Start> starts(String server) {
    return starts.stream().filter(start -> start.server().equals(server)).toList();
  }
}
