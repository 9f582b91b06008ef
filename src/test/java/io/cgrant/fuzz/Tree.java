// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// JSON as it was written: in order, with keys that occur twice, numbers as their text. The lists
/// can be changed in place, which is how a pod is bent.
sealed interface Tree {

  /// One key and its value.
  record Member(String key, Tree value) {}

  record Obj(List<Member> members) implements Tree {

    boolean has(String key) {
      return members.stream().anyMatch(m -> m.key().equals(key));
    }

    /// The value that Go's decoder keeps: the last one.
    Tree get(String key) {
      Tree found = new Null();
      for (Member member : members) {
        if (member.key().equals(key)) {
          found = member.value();
        }
      }
      return found;
    }
  }

  record Arr(List<Tree> items) implements Tree {}

  record Text(String value) implements Tree {}

  /// A number as written, which need not be one that any type of Go can hold.
  record Num(String written) implements Tree {}

  record Bool(boolean value) implements Tree {}

  record Null() implements Tree {}

  JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2_000)
                  .maxNumberLength(1_000_000)
                  .build())
          .build();

  static Tree parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tree value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new ArrayList<Member>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          members.add(new Member(key, value(parser)));
        }
        yield new Obj(members);
      }
      case START_ARRAY -> {
        var items = new ArrayList<Tree>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new Arr(items);
      }
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
      default -> new Text(parser.getText());
    };
  }

  default Tree copy() {
    return switch (this) {
      case Obj(var members) -> {
        var copied = new ArrayList<Member>(members.size());
        for (Member member : members) {
          copied.add(new Member(member.key(), member.value().copy()));
        }
        yield new Obj(copied);
      }
      case Arr(var items) -> {
        var copied = new ArrayList<Tree>(items.size());
        for (Tree item : items) {
          copied.add(item.copy());
        }
        yield new Arr(copied);
      }
      case Text t -> t;
      case Num n -> n;
      case Bool b -> b;
      case Null n -> n;
    };
  }

  default String json() {
    var out = new StringBuilder();
    write(out);
    return out.toString();
  }

  default void write(StringBuilder out) {
    switch (this) {
      case Obj(var members) -> {
        out.append('{');
        String comma = "";
        for (Member member : members) {
          out.append(comma);
          new Text(member.key()).write(out);
          out.append(':');
          member.value().write(out);
          comma = ",";
        }
        out.append('}');
      }
      case Arr(var items) -> {
        out.append('[');
        String comma = "";
        for (Tree item : items) {
          out.append(comma);
          item.write(out);
          comma = ",";
        }
        out.append(']');
      }
      case Text(var value) ->
          out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(value)).append('"');
      case Num(var written) -> out.append(written);
      case Bool(var value) -> out.append(value);
      case Null() -> out.append("null");
    }
  }

  /// Whether an object anywhere in here holds a key twice.
  default boolean holdsAKeyTwice() {
    return switch (this) {
      case Obj(var members) -> {
        var seen = new HashSet<String>();
        for (Member member : members) {
          if (!seen.add(member.key()) || member.value().holdsAKeyTwice()) {
            yield true;
          }
        }
        yield false;
      }
      case Arr(var items) -> items.stream().anyMatch(Tree::holdsAKeyTwice);
      case Text t -> false;
      case Num n -> false;
      case Bool b -> false;
      case Null n -> false;
    };
  }

  /// The same with the order of each object turned round, so that the other of two keys wins.
  default Tree turned() {
    return switch (this) {
      case Obj(var members) -> {
        var turned = new ArrayList<Member>(members.size());
        for (Member member : members.reversed()) {
          turned.add(new Member(member.key(), member.value().turned()));
        }
        yield new Obj(turned);
      }
      case Arr(var items) -> new Arr(new ArrayList<>(items.stream().map(Tree::turned).toList()));
      case Text t -> t;
      case Num n -> n;
      case Bool b -> b;
      case Null n -> n;
    };
  }
}
