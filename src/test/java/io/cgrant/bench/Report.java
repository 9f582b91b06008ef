// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Prints what a run measured: `Report SAMPLES JMH_JSON [--bars] [--write FILE]`.
///
/// `--bars` ends with 1 when a bar is missed; `--write` makes the page for the documentation too.
public final class Report {

  private static final List<String> NULL = List.of("null", "fixed");
  private static final List<String> SERVERS_OF_OURS =
      List.of("cgrant", "expressions", "recorded", "silent");
  private static final List<String> SCAN = List.of("scan", "fixed");

  private final Measurements seen;
  private final MicroResults micro;

  private Report(Measurements seen, MicroResults micro) {
    this.seen = seen;
    this.micro = micro;
  }

  public static void main(String[] args) throws IOException {
    List<String> options = List.of(args);
    var seen = Measurements.read(Path.of(args[0]));
    var micro = MicroResults.read(Path.of(args[1]));
    List<Bar> bars = Bar.of(seen, micro);
    String text = new Report(seen, micro).tables() + "\n" + Bar.table(bars);
    System.out.print(text);
    if (options.contains("--write")) {
      Path page = Path.of(options.get(options.indexOf("--write") + 1));
      Files.createDirectories(page.getParent());
      Files.writeString(page, PerformancePage.of(text));
    }
    boolean missed = !bars.stream().allMatch(Bar::met);
    if (missed && options.contains("--bars")) {
      System.exit(1);
    }
  }

  private String tables() {
    return "%s\n%s\n%s\n%s\n%s".formatted(requests(), memory(), starts(), decisions(), reading());
  }

  private Table requests() {
    var table =
        new Table(
            "Under load", "CPU µs/request", "lowest", "p50 ms", "p99 ms", "× null", "× floor");
    for (List<String> wanted : seen.cases()) {
      table.row(
          title(wanted),
          shown("%.0f", seen.median(wanted, Measurements.Load::cpu)),
          shown(
              "%.0f",
              Statistics.best(
                  seen.of(wanted).stream().mapToDouble(Measurements.Load::cpu).toArray())),
          shown("%.2f", seen.median(wanted, Measurements.Load::median) / 1000),
          shown("%.1f", seen.median(wanted, Measurements.Load::slow) / 1000),
          besideFloor(wanted, NULL),
          besideFloor(wanted, SCAN));
    }
    return table;
  }

  /// Nothing of those that ran when the floor did not: a ratio is of what ran in turns.
  private String besideFloor(List<String> wanted, List<String> floor) {
    boolean ranLater = Set.of("recorded", "silent").contains(wanted.getFirst());
    return ranLater ? "–" : shown("%.2f", seen.ratio(wanted, floor));
  }

  private Table memory() {
    var table = new Table("Resident memory, MiB", "after ready", "under load", "peak");
    for (String server : List.of("null", "scan", "cgrant", "expressions")) {
      table.row(
          title(server),
          shown("%.0f", seen.memory(server, "idle")),
          shown("%.0f", seen.memory(server, "load")),
          shown("%.0f", seen.memory(server, "peak")));
    }
    return table;
  }

  private Table starts() {
    var table = new Table("Start, ms", "to ready", "handshake", "first request", "next, kept");
    for (String server : List.of("null", "scan", "cgrant", "expressions")) {
      List<Measurements.Start> starts = seen.starts(server);
      table.row(
          title(server),
          shown("%.0f", middle(starts, Measurements.Start::ready)),
          shown("%.1f", middle(starts, Measurements.Start::handshake)),
          shown("%.1f", middle(starts, Measurements.Start::first)),
          shown("%.1f", middle(starts, Measurements.Start::next)));
    }
    return table;
  }

  private static double middle(
      List<Measurements.Start> starts,
      java.util.function.ToDoubleFunction<Measurements.Start> value) {
    return Statistics.median(starts.stream().mapToDouble(value).toArray());
  }

  private Table decisions() {
    List<List<String>> variants = micro.variants();
    var head = new java.util.ArrayList<>(List.of("Decision alone, ns, among policies"));
    micro.sizes().forEach(size -> head.add(shown("%,.0f", size)));
    head.add("most / fewest");
    var table = new Table(head.toArray(String[]::new));
    for (List<String> variant : variants) {
      var cells = new java.util.ArrayList<>(List.of(variant.get(0) + ", by " + variant.get(1)));
      for (int size : micro.sizes()) {
        cells.add(shown("%,.0f", micro.of(variant.get(0), size, variant.get(1)).best()));
      }
      cells.add(shown("%.2f", micro.growth(variant)));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private Table reading() {
    var table = new Table("Reading a review, µs", "median", "lowest");
    for (String benchmark : List.of("scan", "read")) {
      MicroResults.Result result = micro.of(benchmark, 0, "");
      table.row(
          benchmark.equals("scan") ? "tokens only" : "cgrant's reader",
          shown("%.1f", result.median() / 1000),
          shown("%.1f", result.best() / 1000));
    }
    return table;
  }

  private static String title(List<String> wanted) {
    return SERVERS_OF_OURS.contains(wanted.getFirst())
        ? title(wanted.getFirst()) + ", " + wanted.get(1) + " pod"
        : title(wanted.getFirst());
  }

  private static String title(String server) {
    return switch (server) {
      case "null" -> "null server";
      case "scan" -> "floor: null + token scan";
      case "expressions" -> "cgrant, 50 policies with CEL";
      case "recorded" -> "cgrant in a cluster";
      case "silent" -> "the same, nothing recorded";
      default -> server;
    };
  }

  private static String shown(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
