// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cgrant.admission.Printable;
import java.io.IOException;
import java.util.List;

/// Writes the fields of a line. No text of it is long, and none holds what a terminal or whoever
/// reads lines would act on; no list of it is long either.
final class LineFields {

  /// In characters, of one text. Whoever sends a review may write names of any length, of which the
  /// API server knows nothing.
  static final int LONGEST_TEXT = 1_024;

  private final JsonGenerator json;

  LineFields(JsonGenerator json) {
    this.json = json;
  }

  /// Writes the fields of one object.
  @FunctionalInterface
  interface Each<T> {
    void write(T one) throws IOException;
  }

  void text(LineField name, String text) throws IOException {
    json.writeFieldName(name.written());
    json.writeString(Printable.of(cut(text)));
  }

  /// The name of a constant, which needs no look.
  void name(LineField name, Enum<?> one) throws IOException {
    json.writeFieldName(name.written());
    json.writeString(one.name());
  }

  void flag(LineField name, boolean flag) throws IOException {
    json.writeFieldName(name.written());
    json.writeBoolean(flag);
  }

  void number(LineField name, long number) throws IOException {
    json.writeFieldName(name.written());
    json.writeNumber(number);
  }

  /// The names of constants.
  void names(LineField name, Iterable<? extends Enum<?>> all) throws IOException {
    json.writeFieldName(name.written());
    json.writeStartArray();
    for (Enum<?> one : all) {
      json.writeString(one.name());
    }
    json.writeEndArray();
  }

  /// The first of these, and under another name how many more there are; nothing of none.
  void texts(LineField name, List<String> all, int most, LineField restName) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    json.writeFieldName(name.written());
    json.writeStartArray();
    for (int i = 0; i < Math.min(most, all.size()); i++) {
      json.writeString(Printable.of(cut(all.get(i))));
    }
    json.writeEndArray();
    rest(restName, all.size() - most);
  }

  <T> void object(LineField name, T one, Each<T> each) throws IOException {
    json.writeFieldName(name.written());
    json.writeStartObject();
    each.write(one);
    json.writeEndObject();
  }

  <T> void objects(LineField name, Iterable<T> all, Each<T> each) throws IOException {
    json.writeFieldName(name.written());
    json.writeStartArray();
    for (T one : all) {
      json.writeStartObject();
      each.write(one);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// How many others there are, where there are any.
  void rest(LineField name, int count) throws IOException {
    if (count > 0) {
      number(name, count);
    }
  }

  /// Never within a character of two halves, which a reader might not take.
  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean isHalf = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, isHalf ? LONGEST_TEXT - 1 : LONGEST_TEXT) + "…";
  }
}
