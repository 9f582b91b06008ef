// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A limit the project has set itself.
///
/// @param measured the worst that counts; NaN, when nothing was measured, misses every bar
/// @param least what is below it cannot be: the run was disturbed and proves nothing
record Bar(String what, double measured, double least, double limit, String unit) {

  private static final List<String> FLOOR = List.of("scan", "fixed");

  static List<Bar> of(Measurements seen, MicroResults micro) {
    double cpu = costliest(seen, "cgrant");
    double expressions = costliest(seen, "expressions");
    double first = Math.max(medianFirst(seen, "cgrant"), medianFirst(seen, "expressions"));
    double growth =
        Statistics.worst(micro.variants().stream().mapToDouble(micro::growth).toArray());
    var bars = new ArrayList<Bar>();
    bars.add(
        new Bar("CPU per request, costliest case, as a multiple of the floor", cpu, 1, 1.6, "×"));
    bars.add(new Bar("The same with 50 policies that use CEL", expressions, 1, 2.0, "×"));
    bars.add(
        new Bar(
            "Refusing or granting, the dearer against the cheaper", balance(seen), 1, 1.2, "×"));
    bars.add(
        new Bar(
            "Events, decision log and metrics, on against off", records(seen), 0.97, 1.15, "×"));
    bars.add(new Bar("First request after ready, with its handshake", first, 0, 25, "ms"));
    bars.add(new Bar("Resident memory under load", seen.memory("cgrant", "load"), 0, 180, "MiB"));
    bars.add(new Bar("Decision among 10,000 policies, against 10", growth, 0.67, 1.5, "×"));
    bars.add(new Bar("Requests that failed", failed(seen), 0, 0, ""));
    return bars;
  }

  private static double medianFirst(Measurements seen, String server) {
    return Statistics.median(
        seen.starts(server).stream().mapToDouble(Measurements.Start::first).toArray());
  }

  private static double costliest(Measurements seen, String server) {
    return Statistics.worst(
        seen.cases().stream()
            .filter(c -> c.getFirst().equals(server))
            .mapToDouble(c -> seen.ratio(c, FLOOR))
            .toArray());
  }

  /// Whoever can make one dear makes the other wait.
  private static double balance(Measurements seen) {
    double ofOne = seen.ratio(List.of("cgrant", "refused"), List.of("cgrant", "granted"));
    double ofFifty =
        seen.ratio(List.of("expressions", "refused"), List.of("expressions", "granted"));
    return Statistics.worst(ofOne, 1 / ofOne, ofFifty, 1 / ofFifty);
  }

  private static double records(Measurements seen) {
    return Statistics.worst(
        seen.ratio(List.of("recorded", "granted"), List.of("silent", "granted")),
        seen.ratio(List.of("recorded", "refused"), List.of("silent", "refused")));
  }

  private static double failed(Measurements seen) {
    return seen.loads().stream().mapToLong(Measurements.Load::failed).sum();
  }

  boolean met() {
    return measured >= least && measured <= limit;
  }

  static Table table(List<Bar> bars) {
    var table = new Table("Bar", "measured", "limit", "");
    for (Bar bar : bars) {
      table.row(
          bar.what(),
          shown(bar.measured(), bar.unit()),
          shown(bar.limit(), bar.unit()),
          bar.word());
    }
    return table;
  }

  private String word() {
    if (measured < least) {
      return "disturbed";
    }
    return met() ? "met" : "missed";
  }

  private static String shown(double value, String unit) {
    String number = String.format(Locale.ROOT, unit.equals("×") ? "%.2f" : "%.0f", value);
    return (number + " " + unit).strip();
  }
}
