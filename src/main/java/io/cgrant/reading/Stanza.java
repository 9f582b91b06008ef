// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One object of a manifest, read strictly: a field that its record does not have is a problem, and
/// so is a value of the wrong kind. A getter answers empty where the field is left out, and where
/// it is wrong and has become a problem.
final class Stanza {

  private static final ClassValue<SortedSet<String>> FIELDS =
      new ClassValue<>() {
        @Override
        protected SortedSet<String> computeValue(Class<?> shape) {
          return Arrays.stream(shape.getRecordComponents())
              .map(RecordComponent::getName)
              .collect(Collectors.toCollection(TreeSet::new));
        }
      };

  /// A problem takes more than the field it is about, and nobody reads so many.
  private static final int MOST_UNKNOWN = 50;

  private final JsonNode node;
  private final String path;
  private final List<Problem> problems;

  private Stanza(JsonNode node, String path, List<Problem> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /// A stanza of a policy.
  ///
  /// @param shape the record whose components are the fields it may have
  static Stanza of(JsonNode node, String path, Class<? extends Record> shape, List<Problem> into) {
    var stanza = new Stanza(node, path, into);
    stanza.refuseUnknown(FIELDS.get(shape));
    return stanza;
  }

  /// The path of a field, or of an entry where the field ends in `[0]`.
  String path(String field) {
    if (path.isEmpty() || field.isEmpty()) {
      return path + field;
    }
    return path + "." + field;
  }

  void problem(String field, String detail) {
    problems.add(new Problem(path(field), detail));
  }

  Optional<Stanza> object(String field, Class<? extends Record> shape) {
    return given(field).flatMap(found -> object(found, shape));
  }

  /// A text of any form; empty where there is none.
  Optional<String> plainText(String field) {
    return given(field).filter(f -> f.node().isTextual()).map(f -> f.node().textValue());
  }

  List<Stanza> objects(String field, Class<? extends Record> shape, int most) {
    return list(field, most, entry -> object(entry, shape)).orElse(List.of());
  }

  boolean has(String field) {
    return node.has(field);
  }

  /// Says so where a field is left out that has to be there.
  void require(String field, String wayOut) {
    if (!has(field)) {
      problem(field, "is missing; " + wayOut);
    }
  }

  /// Says so where a list is there but empty.
  void requireEntries(String field, String wayOut) {
    if (node.path(field).isArray() && node.path(field).isEmpty()) {
      problem(field, "is empty; " + wayOut);
    }
  }

  void refuseEntries(String field, String wayOut) {
    if (!node.path(field).isEmpty()) {
      problem(field, "is not empty; " + wayOut);
    }
  }

  /// Says so where a field does not hold exactly this text.
  void requireValue(String field, String wanted) {
    require(field, "write " + wanted);
    if (has(field) && !wanted.equals(node.get(field).textValue())) {
      problem(field, "is " + Form.shown(node.get(field)) + "; write " + wanted);
    }
  }

  Optional<String> text(String field, Form form) {
    return given(field).flatMap(found -> text(found, form));
  }

  Optional<List<String>> texts(String field, Form form, int most) {
    return texts(field, form, most, text -> Optional.empty());
  }

  /// @param nonsense what is wrong with a text of the right form; empty where nothing is
  Optional<List<String>> texts(
      String field, Form form, int most, Function<String, Optional<String>> nonsense) {
    return list(
        field,
        most,
        entry -> text(entry, form).filter(text -> makesSense(entry, nonsense.apply(text))));
  }

  private boolean makesSense(Entry entry, Optional<String> nonsense) {
    nonsense.ifPresent(detail -> problem(entry.field(), detail));
    return nonsense.isEmpty();
  }

  <E extends Enum<E>> Optional<E> choice(String field, Class<E> choices) {
    return given(field).flatMap(found -> choice(found, choices));
  }

  <E extends Enum<E>> Optional<List<E>> choices(String field, Class<E> choices, int most) {
    return list(field, most, entry -> choice(entry, choices));
  }

  Optional<Boolean> truth(String field) {
    return given(field).filter(f -> isA(f, Kind.TRUTH)).map(f -> f.node().booleanValue());
  }

  Optional<Integer> int32(String field) {
    Optional<Entry> found = given(field).filter(f -> isA(f, Kind.WHOLE));
    if (found.isPresent() && !found.get().node().canConvertToInt()) {
      problem(field, Form.shown(found.get().node()) + " is beyond 32 bits; write a smaller one");
      return Optional.empty();
    }
    return found.map(f -> f.node().intValue());
  }

  /// A map, without the entries that have become problems.
  <T> Optional<Map<String, T>> map(
      String field, Form keys, int most, Function<Entry, Optional<T>> reading) {
    Optional<Entry> map = given(field).filter(f -> isA(f, Kind.OBJECT) && isShort(f, most));
    if (map.isEmpty()) {
      return Optional.empty();
    }
    var read = new HashMap<String, T>();
    for (var written : map.get().node().properties()) {
      String key = written.getKey();
      // In brackets where the key has dots of its own.
      var entry =
          new Entry(
              key.contains(".") ? field + "[" + key + "]" : field + "." + key, written.getValue());
      if (isFit(entry.field(), key, keys)) {
        reading.apply(entry).ifPresent(value -> read.put(key, value));
      }
    }
    return Optional.of(read);
  }

  Optional<String> text(Entry entry, Form form) {
    return Optional.of(entry)
        .filter(e -> isA(e, Kind.TEXT))
        .map(e -> e.node().textValue())
        .filter(text -> isFit(entry.field(), text, form));
  }

  private void refuseUnknown(SortedSet<String> known) {
    int unknown = 0;
    for (var entry : node.properties()) {
      String field = entry.getKey();
      if (!known.contains(field) && ++unknown <= MOST_UNKNOWN) {
        problem(field, "is not a field; the fields here are " + String.join(", ", known));
      }
    }
    if (unknown > MOST_UNKNOWN) {
      problem("", "has " + (unknown - MOST_UNKNOWN) + " more that are no fields");
    }
  }

  private Optional<Entry> given(String field) {
    return Optional.ofNullable(node.get(field)).map(found -> new Entry(field, found));
  }

  private Optional<Stanza> object(Entry entry, Class<? extends Record> shape) {
    return Optional.of(entry)
        .filter(e -> isA(e, Kind.OBJECT))
        .map(e -> of(e.node(), path(e.field()), shape, problems));
  }

  /// A list, without the entries that have become problems.
  private <T> Optional<List<T>> list(String field, int most, Function<Entry, Optional<T>> reading) {
    Optional<Entry> list = given(field).filter(f -> isA(f, Kind.LIST) && isShort(f, most));
    if (list.isEmpty()) {
      return Optional.empty();
    }
    var read = new ArrayList<T>();
    var seen = new HashSet<JsonNode>();
    int i = 0;
    for (JsonNode written : list.get().node()) {
      var entry = new Entry(field + "[" + i++ + "]", written);
      reading.apply(entry).ifPresent(read::add);
      if (written.isTextual() && !seen.add(written)) {
        problem(entry.field(), Form.quoted(written.textValue()) + " is listed twice; remove one");
      }
    }
    return Optional.of(read);
  }

  private <E extends Enum<E>> Optional<E> choice(Entry entry, Class<E> choices) {
    var fitting =
        Arrays.stream(choices.getEnumConstants())
            .filter(c -> c.name().equals(entry.node().textValue()))
            .findFirst();
    if (fitting.isEmpty()) {
      String known =
          Arrays.stream(choices.getEnumConstants())
              .map(Enum::name)
              .collect(Collectors.joining(", "));
      String wayOut = choices.getEnumConstants().length == 1 ? known : "one of " + known;
      problem(entry.field(), "is " + Form.shown(entry.node()) + "; write " + wayOut);
    }
    return fitting;
  }

  private boolean isA(Entry entry, Kind kind) {
    if (kind.fits(entry.node())) {
      return true;
    }
    problem(entry.field(), kind.complaint(entry.node()));
    return false;
  }

  private boolean isFit(String field, String text, Form form) {
    if (form.fits(text)) {
      return true;
    }
    problem(field, form.complaint(text));
    return false;
  }

  private boolean isShort(Entry entry, int most) {
    int size = entry.node().size();
    if (size <= most) {
      return true;
    }
    problem(entry.field(), "has " + size + " entries; write at most " + most);
    return false;
  }

  /// A field, or an entry of one, with its value.
  record Entry(String field, JsonNode node) {}
}
