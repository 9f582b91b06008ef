// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Keys and values that are dangerous, or nearly so, and where in a pod they belong.
///
/// The file has one to a line: the place, the key and the value as JSON, with a tab between. In a
/// place, `*` is any container of any kind.
final class Dictionary {

  private static final Path FILE = Path.of("src/test/resources/fuzz/dictionary.tsv");
  private static final List<String> LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");

  private record Entry(List<String> place, String key, String value) {}

  private final List<Entry> entries = new ArrayList<>();

  Dictionary() {
    try {
      for (String line : Files.readAllLines(FILE)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\t");
          entries.add(new Entry(List.of(parts[0].split("/")), parts[1], parts[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String key(RandomGenerator random) {
    return any(random).key();
  }

  Tree value(RandomGenerator random) {
    return Tree.parse(any(random).value());
  }

  private Entry any(RandomGenerator random) {
    return entries.get(random.nextInt(entries.size()));
  }

  /// Puts an entry where it belongs, over what is there.
  void place(Tree.Obj pod, RandomGenerator random) {
    Entry entry = any(random);
    Tree at = pod;
    for (String step : entry.place()) {
      at = step.equals("*") ? container(at, random) : step(at, step);
    }
    Tree value = Tree.parse(entry.value());
    switch (at) {
      case Tree.Obj(var members) -> {
        if (random.nextInt(8) != 0) {
          members.removeIf(m -> m.key().equals(entry.key()));
        }
        members.add(new Tree.Member(entry.key(), value));
      }
      case Tree.Arr(var items) -> items.add(value);
      default -> {}
    }
  }

  private static Tree step(Tree at, String key) {
    boolean list = key.endsWith("[]");
    String name = list ? key.substring(0, key.length() - 2) : key;
    if (!(at instanceof Tree.Obj object)) {
      return new Tree.Null();
    }
    if (object.get(name) instanceof Tree.Null) {
      object.members().removeIf(m -> m.key().equals(name));
      object
          .members()
          .add(
              new Tree.Member(
                  name, list ? new Tree.Arr(new ArrayList<>()) : new Tree.Obj(new ArrayList<>())));
    }
    return object.get(name);
  }

  /// One that is there, of any kind; now and then a new one of a kind.
  private static Tree container(Tree spec, RandomGenerator random) {
    String list = LISTS.get(random.nextInt(10) < 6 ? 0 : random.nextInt(LISTS.size()));
    if (step(spec, list + "[]") instanceof Tree.Arr(var items)) {
      if (items.isEmpty()) {
        items.add(acceptable(list));
      }
      return items.get(random.nextInt(items.size()));
    }
    return new Tree.Null();
  }

  private static Tree acceptable(String list) {
    String resources =
        list.equals("ephemeralContainers")
            ? ""
            : ",\"resources\":{\"limits\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}";
    return Tree.parse(
        """
        {"name":"new","image":"registry.example.com/new:1","securityContext":{
         "allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},
         "seccompProfile":{"type":"RuntimeDefault"}}%s}
        """
            .formatted(resources));
  }
}
