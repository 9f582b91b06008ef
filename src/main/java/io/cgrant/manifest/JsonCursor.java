// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/// Reads a JSON document front to back, once, without building a tree.
///
/// Strict where JSON readers differ, because the gate and the API server must see the same pod: a
/// key may stand only once in its object, a number must fit 64 bits, the bytes must be UTF-8,
/// nothing may follow the document. `null` is the same as left out. All methods throw
/// [Unreadable] with the place.
final class JsonCursor implements AutoCloseable {

  /// Of those read, not of those passed over. Two letters take fifty bytes.
  private static final int MOST_TEXTS = 100_000;

  private final byte[] document;
  // Of this cursor's part of it: the parser counts from there.
  private final int start;
  private final LeapingParser parser;
  private final PlainJson plain;
  private final KeysSeen keys = new KeysSeen();
  private final Extents extents = new Extents();
  private int texts;

  private JsonCursor(byte[] document, int from, int length) {
    this.document = document;
    start = from;
    plain = new PlainJson(document);
    try {
      parser = LeapingParser.on(document, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    advance();
  }

  JsonCursor(byte[] document) {
    this(Utf8.checked(document), 0, document.length);
  }

  /// Steps into the object here; false, and past it, when there is `null` instead.
  boolean enterObject() {
    return enter(JsonToken.START_OBJECT, "an object");
  }

  /// The next key of the object entered last, the cursor on its value; null after the last, the
  /// cursor on the end.
  String nextKey() {
    try {
      String key = parser.nextFieldName();
      if (key == null) {
        if (parser.currentToken() != JsonToken.END_OBJECT) {
          throw unreadable("the document ends too early");
        }
        keys.leave();
        extents.close(parser.position());
        return null;
      }
      seen(key);
      parser.nextToken();
      return key;
    } catch (IOException e) {
      throw JsonWords.broken(e);
    }
  }

  /// Steps into the array here; false, and past it, when there is `null` instead.
  boolean enterArray() {
    return enter(JsonToken.START_ARRAY, "an array");
  }

  /// Whether the array entered last has another element, the cursor on it.
  boolean nextElement() {
    if (advance() == JsonToken.END_ARRAY) {
      extents.close(parser.position());
      return false;
    }
    return true;
  }

  /// The texts of the object here by their keys, and past it; empty where the parser has to read
  /// them, the cursor as it was.
  Optional<Map<String, String>> plainTexts() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    int open = place();
    Optional<PlainTexts> found = PlainTexts.at(document, plain, open);
    if (found.isPresent()) {
      extents.open(open);
      leapTo(found.get().close());
      extents.close(parser.position());
      count(found.get().byKey().size());
    }
    return found.map(PlainTexts::byKey);
  }

  Optional<String> text() {
    return Optional.ofNullable(textOrNull());
  }

  String textOrEmpty() {
    return text().orElse("");
  }

  private String textOrNull() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> scalar();
      case VALUE_NULL -> null;
      default -> throw expected("a string");
    };
  }

  Optional<Boolean> flag() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      case VALUE_NULL -> Optional.empty();
      default -> throw expected("true or false");
    };
  }

  /// A whole number of 64 bits.
  Optional<Long> whole() {
    if (isNull()) {
      return Optional.empty();
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw expected("a whole number");
    }
    return Optional.of(JsonWords.whole(parser));
  }

  /// A string, or the digits of a number as they stand: a quantity may be written either way.
  Optional<String> textOrNumber() {
    return switch (parser.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Optional.of(scalar());
      case VALUE_NULL -> Optional.empty();
      default -> throw expected("a string or a number");
    };
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /// Passes over the value here, whatever it is, as strictly as if it were read.
  void skip() {
    JsonToken token = parser.currentToken();
    if (!token.isStructStart()) {
      skipFrom(token);
      return;
    }
    int open = place();
    extents.open(open);
    int close = plain.close(open);
    if (close == PlainJson.NOT_PLAIN) {
      skipFrom(token);
    } else {
      leapTo(close);
    }
    extents.close(parser.position());
  }

  /// Where the object or array here begins, in the whole document.
  int place() {
    return parser.position() - 1;
  }

  private void leapTo(int close) {
    parser.leapTo(close);
    advance();
  }

  /// For whoever comes back to this document.
  Extents extents() {
    return extents;
  }

  private void skipFrom(JsonToken first) {
    int depth = 0;
    JsonToken token = first;
    try {
      while (true) {
        switch (token) {
          case START_OBJECT -> {
            keys.enter();
            depth++;
          }
          case END_OBJECT -> {
            keys.leave();
            depth--;
          }
          case START_ARRAY -> depth++;
          case END_ARRAY -> depth--;
          case FIELD_NAME -> seen(parser.currentName());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonWords.insistOnRange(parser);
          default -> {}
        }
        if (depth == 0) {
          return;
        }
        token = advance();
      }
    } catch (IOException e) {
      throw JsonWords.broken(e);
    }
  }

  /// A value passed over: where it stands in the document, in bytes.
  record Passed(int from, int length) {}

  /// Passes over the value here, to come back to it.
  Passed passOver() {
    long from = parser.currentTokenLocation().getByteOffset();
    skip();
    return new Passed(start + (int) from, (int) (parser.currentLocation().getByteOffset() - from));
  }

  /// A cursor of its own on a value passed over.
  JsonCursor at(Passed passed) {
    return new JsonCursor(document, passed.from(), passed.length());
  }

  /// Insists that nothing follows the document.
  void end() {
    if (parser.next() != null) {
      throw unreadable("something follows the document; send one object");
    }
  }

  Unreadable unreadable(String problem) {
    return JsonWords.unreadable(parser, problem);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean enter(JsonToken start, String name) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return false;
    }
    if (token != start) {
      throw expected(name);
    }
    if (start == JsonToken.START_OBJECT) {
      keys.enter();
    }
    extents.open(place());
    return true;
  }

  private JsonToken advance() {
    JsonToken token = parser.next();
    if (token == null) {
      throw unreadable("the document ends too early");
    }
    return token;
  }

  private void seen(String key) {
    parser.bound();
    if (!keys.add(key)) {
      throw unreadable("duplicate key \"" + key + "\"; keep one");
    }
  }

  private void count(int more) {
    texts += more;
    if (texts > MOST_TEXTS) {
      throw unreadable("more than " + MOST_TEXTS + " texts; a pod that asks has fewer");
    }
  }

  private String scalar() {
    count(1);
    try {
      return parser.getText();
    } catch (IOException e) {
      throw JsonWords.broken(e);
    }
  }

  private Unreadable expected(String what) {
    return unreadable("expected " + what + ", found " + JsonWords.of(parser.currentToken()));
  }
}
