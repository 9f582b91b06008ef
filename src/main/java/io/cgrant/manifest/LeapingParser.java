// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Jackson's parser of bytes, which can go on further behind, and keeps nothing of what it read.
///
/// Jackson shares the table of keys between all documents, and hashes them in a way that anybody
/// can foresee: who sends keys that collide with one of ours would have every later document
/// refused that has it. The table here knows the usual keys from the start and learns no other.
final class LeapingParser extends UTF8StreamJsonParser {

  /// How many different ones of a document the table holds, with the usual ones.
  private static final int MOST_KEYS = 20_000;

  private LeapingParser(
      IOContext context,
      int features,
      byte[] json,
      int from,
      int to,
      ByteQuadsCanonicalizer names) {
    super(context, features, null, null, names, json, from, to, false);
  }

  /// @param json in UTF-8
  static LeapingParser on(byte[] json, int from, int length) throws IOException {
    return (LeapingParser) Factory.JSON.createParser(json, from, length);
  }

  /// Null after the last.
  JsonToken next() {
    try {
      return nextToken();
    } catch (IOException e) {
      throw JsonWords.broken(e);
    }
  }

  /// After a key.
  ///
  /// @throws Unreadable when there were too many different ones
  void bound() {
    if (_symbols.size() > MOST_KEYS) {
      throw new Unreadable("more than " + MOST_KEYS + " different keys; a pod that asks has fewer");
    }
  }

  /// The place in the array of bytes of what comes next.
  int position() {
    return _inputPtr;
  }

  /// Right after an opening bracket: goes on with the closing one.
  ///
  /// @param close its place, where no line ends between here and there
  void leapTo(int close) {
    _inputPtr = close;
  }

  /// As above this class, but for the table, which would be shared.
  @Override
  protected void _releaseBuffers() {
    _textBuffer.releaseBuffers();
    char[] names = _nameCopyBuffer;
    if (names != null) {
      _nameCopyBuffer = null;
      _ioContext.releaseNameCopyBuffer(names);
    }
  }

  private static final class Factory extends JsonFactory {

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 64;
    private static final String USUAL = "usual-keys.txt";

    /// Features: a key is one object within a document all the same, on which KeysSeen rests. To
    /// intern what is forgotten with the document costs more than to read it.
    private static final int OF_ONE_DOCUMENT =
        JsonFactory.Feature.collectDefaults() & ~JsonFactory.Feature.INTERN_FIELD_NAMES.getMask();

    static final JsonFactory JSON = taught();

    private static JsonFactory taught() {
      var factory =
          new Factory(
              new JsonFactoryBuilder()
                  // A taught key is then the very object that a switch compares it with.
                  .enable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build()));
      try (var file = LeapingParser.class.getResourceAsStream(USUAL)) {
        String[] keys = new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\\s+");
        factory.learn("{\"" + String.join("\":0,\"", keys) + "\":0}");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return factory;
    }

    /// By a parser that puts what it met into the table when it is closed.
    private void learn(String document) throws IOException {
      byte[] json = document.getBytes(StandardCharsets.UTF_8);
      var reference = ContentReference.rawReference(json);
      try (var parser =
          super._createParser(json, 0, json.length, _createContext(reference, false))) {
        while (parser.nextToken() != null) {
          parser.currentName();
        }
      }
    }

    private Factory(JsonFactoryBuilder builder) {
      super(builder);
    }

    @Override
    protected JsonParser _createParser(byte[] json, int from, int length, IOContext context)
        throws IOException {
      _streamReadConstraints.validateDocumentLength(length);
      context.setEncoding(JsonEncoding.UTF8);
      return new LeapingParser(
          context,
          _parserFeatures,
          json,
          from,
          from + length,
          _byteSymbolCanonicalizer.makeChild(OF_ONE_DOCUMENT));
    }
  }
}
