// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.policy.Route;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Writes the fields of a line. No text of it is long, and none holds what a terminal or whoever
/// reads lines would act on; no list of it is long either.
final class LineFields {

  /// In characters, of one text. Whoever sends a review may write names of any length, of which the
  /// API server knows nothing.
  static final int LONGEST_TEXT = 1_024;

  /// The bracket, and the end of the line.
  private static final int END = 2;

  private static final ConstantNames<Route.Name> ROUTES = new ConstantNames<>(Route.Name.class);

  private final JsonBytes json = new JsonBytes();

  /// All fields of the line, in one object.
  static byte[] line(Consumer<LineFields> all) {
    var fields = new LineFields();
    fields.json.open('{');
    all.accept(fields);
    fields.json.close('}');
    return fields.json.line();
  }

  /// A line with more fields at its end.
  static byte[] longer(byte[] line, Consumer<LineFields> more) {
    byte[] rest = line(more);
    rest[0] = ',';
    int kept = line.length - END;
    byte[] longer = Arrays.copyOf(line, kept + rest.length);
    System.arraycopy(rest, 0, longer, kept, rest.length);
    return longer;
  }

  /// To the microsecond.
  void time(Instant at) {
    json.name(LineField.Time.written());
    json.written(LineTime.written(at));
  }

  void text(LineField name, String text) {
    json.name(name.written());
    json.text(cut(text));
  }

  /// The name of a constant, which needs no look.
  <E extends Enum<E>> void name(LineField name, ConstantNames<E> names, E one) {
    json.name(name.written());
    json.written(names.of(one));
  }

  void flag(LineField name, boolean flag) {
    json.name(name.written());
    json.flag(flag);
  }

  void number(LineField name, long number) {
    json.name(name.written());
    json.number(number);
  }

  void routes(Iterable<Route.Name> all) {
    json.name(LineField.Routes.written());
    json.open('[');
    for (Route.Name one : all) {
      json.written(ROUTES.of(one));
    }
    json.close(']');
  }

  /// The first of these, and under another name how many more there are; nothing of none.
  void texts(LineField name, List<String> all, int most, LineField restName) {
    if (all.isEmpty()) {
      return;
    }
    json.name(name.written());
    json.open('[');
    for (int i = 0; i < Math.min(most, all.size()); i++) {
      json.text(cut(all.get(i)));
    }
    json.close(']');
    rest(restName, all.size() - most);
  }

  <T> void object(LineField name, T one, Consumer<T> each) {
    json.name(name.written());
    json.open('{');
    each.accept(one);
    json.close('}');
  }

  <T> void objects(LineField name, List<T> all, Consumer<T> each) {
    objects(name, all, all.size(), each);
  }

  /// The first of these.
  <T> void objects(LineField name, List<T> all, int most, Consumer<T> each) {
    json.name(name.written());
    json.open('[');
    for (int i = 0; i < Math.min(most, all.size()); i++) {
      json.open('{');
      each.accept(all.get(i));
      json.close('}');
    }
    json.close(']');
  }

  /// How many others there are, where there are any.
  void rest(LineField name, int count) {
    if (count > 0) {
      number(name, count);
    }
  }

  /// Never within a character of two halves, which a reader might not take.
  static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean isHalf = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, isHalf ? LONGEST_TEXT - 1 : LONGEST_TEXT) + "…";
  }
}
