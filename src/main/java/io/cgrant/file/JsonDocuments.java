// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads one JSON value after another, with the line of each.
final class JsonDocuments {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // A server reads files of strangers: a table that all share would keep their keys.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(2 * Bounds.DEEPEST).build())
          .build();

  private final Bounds.Count count;

  private JsonDocuments(String file, Bounds bounds) {
    this.count = bounds.in(file);
  }

  /// @throws UnreadableFile with the line of the first thing that cannot be read
  static List<Located> read(String file, String text, Bounds bounds) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      var reader = new JsonDocuments(file, bounds);
      var found = new ArrayList<Located>();
      while (parser.nextToken() != null) {
        found.add(reader.value(parser, 0));
      }
      return found;
    } catch (NumberFormatException e) {
      // Jackson says so itself, past its own exceptions, of an exponent beyond 32 bits.
      throw UnreadableFile.at(
          file, 0, "not readable as JSON: the exponent of a number is out of range; write it out");
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw UnreadableFile.at(file, line, "not readable as JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Located value(JsonParser parser, int depth) throws IOException {
    int line = line(parser);
    count.enter(depth, line);
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, line, depth);
      case START_ARRAY -> array(parser, line, depth);
      default -> new Located(scalar(parser), new Lines(line, Map.of()));
    };
  }

  private Located object(JsonParser parser, int line, int depth) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    var lines = new HashMap<String, Lines>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int there = line(parser);
      parser.nextToken();
      Located value = value(parser, depth + 1);
      object.set(name, value.tree());
      lines.put(name, new Lines(there, value.lines().below()));
    }
    return new Located(object, new Lines(line, lines));
  }

  private Located array(JsonParser parser, int line, int depth) throws IOException {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    var lines = new HashMap<String, Lines>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Located value = value(parser, depth + 1);
      lines.put(Integer.toString(items.size()), value.lines());
      items.add(value.tree());
    }
    return new Located(items, new Lines(line, lines));
  }

  private static JsonNode scalar(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.instance;
      case VALUE_NUMBER_INT -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
      default -> TextNode.valueOf(parser.getText());
    };
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
