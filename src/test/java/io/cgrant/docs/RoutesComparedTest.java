// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.delegation.ContainerdRelease;
import io.cgrant.delegation.CrioRelease;
import io.cgrant.nodefiles.Bound;
import io.cgrant.pod.CgroupOptions;
import io.cgrant.policy.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/explanation/routes-compared.md` is written by hand: that it has every route, and the
/// versions and the bounds that the code has.
final class RoutesComparedTest {

  private static final Path PAGE = Path.of("docs/explanation/routes-compared.md");
  private static final Pattern BOUNDS = Pattern.compile("\\b(\\d+) and (\\d+)\\b");
  private static final int BOUNDED_BY = 2;
  private static final int SINCE = 4;

  /// The tables of the page, each row in its cells, the heads too.
  private static List<List<List<String>>> tables() throws IOException {
    var tables = new ArrayList<List<List<String>>>();
    boolean isInside = false;
    for (String line : Files.readAllLines(PAGE)) {
      boolean isRow = line.startsWith("|");
      if (isRow && !isInside) {
        tables.add(new ArrayList<>());
      }
      if (isRow && !line.startsWith("|---")) {
        String[] cells = line.substring(1).split("\\|");
        tables.getLast().add(Stream.of(cells).map(String::strip).toList());
      }
      isInside = isRow;
    }
    return tables;
  }

  private static List<List<List<String>>> ofRoutes() throws IOException {
    return tables().stream().filter(rows -> rows.getFirst().getFirst().equals("route")).toList();
  }

  private static String cell(Route.Name route, int column) throws IOException {
    return ofRoutes().getFirst().stream()
        .filter(row -> row.getFirst().equals("`" + route + "`"))
        .map(row -> row.get(column))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void bothTablesHaveEveryRouteAndNoOther() throws IOException {
    assertEquals(2, ofRoutes().size());
    for (List<List<String>> rows : ofRoutes()) {
      assertEquals(
          Stream.of(Route.Name.values()).map(name -> "`" + name + "`").toList(),
          rows.stream().skip(1).map(List::getFirst).toList());
      assertEquals(1, rows.stream().map(List::size).distinct().count(), rows::toString);
    }
    assertTrue(Files.readString(PAGE).contains("Six ways lead"), "as many as there are");
    assertEquals(6, Route.Name.values().length);
  }

  @Test
  void sinceWhenIsWhatTheCodeHas() throws IOException {
    assertEquals(
        "containerd "
            + ContainerdRelease.FIRST
            + ".0 (2025-05); CRI-O "
            + CrioRelease.DEFAULT_ANNOTATIONS,
        cell(Route.Name.RuntimeClass, SINCE));
    assertEquals(
        "CRI-O " + CrioRelease.FIRST + "; by the new name " + CrioRelease.NEW_NAME,
        cell(Route.Name.CrioAnnotation, SINCE));
    assertEquals(
        "alpha in Kubernetes 1." + CgroupOptions.SINCE + " (KEP-5474), off by default",
        cell(Route.Name.CgroupOptions, SINCE));
  }

  @Test
  void whoBoundsBoundsToWhatTheCodeHas() throws IOException {
    var bounded = new TreeSet<Route.Name>();
    for (Route.Name route : Route.Name.values()) {
      BOUNDS
          .matcher(cell(route, BOUNDED_BY))
          .results()
          .forEach(
              found -> {
                bounded.add(route);
                assertEquals(
                    Bound.OF_THE_KUBELET,
                    new Bound(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))),
                    route::toString);
              });
    }
    assertEquals(
        List.of(
            Route.Name.RuntimeClass,
            Route.Name.CrioAnnotation,
            Route.Name.CrioSystemd,
            Route.Name.CgroupOptions),
        List.copyOf(bounded));
  }
}
