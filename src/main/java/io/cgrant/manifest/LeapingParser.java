// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;

/// Jackson's parser of bytes, which can go on further behind.
final class LeapingParser extends UTF8StreamJsonParser {

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

  private static final class Factory extends JsonFactory {

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 64;

    static final JsonFactory JSON =
        new Factory(
            new JsonFactoryBuilder()
                // Jackson's default, and what KeysSeen rests on.
                .enable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build()));

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
          _byteSymbolCanonicalizer.makeChild(_factoryFeatures));
    }
  }
}
