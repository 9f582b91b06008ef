// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads the documents of a YAML stream, with anchors and merge keys resolved and nothing guessed.
///
/// Only SnakeYAML's nodes are used: no tag in a file ever chooses a Java type.
final class YamlDocuments {

  private static final Tag PLAIN = new Tag("cgrant:plain");

  private final String file;
  private final Bounds bounds;
  private final Bounds.Count count;

  private YamlDocuments(String file, Bounds bounds) {
    this.file = file;
    this.bounds = bounds;
    this.count = bounds.in(file);
  }

  /// @throws UnreadableFile with the line of the first thing that cannot be read
  static List<Located> read(String file, String text, Bounds bounds) {
    try {
      return new YamlDocuments(file, bounds).documents(text);
    } catch (YAMLException e) {
      throw YamlMistake.of(file, text, e);
    }
  }

  /// SnakeYAML says past its own exceptions that a tag is none.
  private Node next(Composer composer) {
    try {
      return composer.getNode();
    } catch (IllegalArgumentException e) {
      throw UnreadableFile.at(
          file, 0, "not readable as YAML: a tag is empty or begins with a blank; leave tags out");
    }
  }

  /// What the documents are made of, with the place of each part in the text.
  ///
  /// @throws YAMLException for what is no YAML
  static List<Node> nodes(String file, String text, Bounds bounds) {
    var reader = new YamlDocuments(file, bounds);
    Composer composer = reader.composer(text);
    var found = new ArrayList<Node>();
    while (composer.checkNode()) {
      found.add(reader.next(composer));
    }
    return found;
  }

  private List<Located> documents(String text) {
    Composer composer = composer(text);
    var found = new ArrayList<Located>();
    while (composer.checkNode()) {
      found.add(convert(next(composer), 0));
    }
    return found;
  }

  private Composer composer(String text) {
    var options = new LoaderOptions();
    options.setNestingDepthLimit(Bounds.DEEPEST);
    options.setCodePointLimit(bounds.bytes());
    // What aliases unfold to is bounded as it is converted.
    options.setMaxAliasesForCollections(bounds.values());
    var parser = new ParserImpl(new StreamReader(text), options);
    return new BoundedComposer(file, bounds, parser, new PlainOrText(), options);
  }

  private Located convert(Node node, int depth) {
    count.enter(depth, line(node));
    return switch (node) {
      case ScalarNode scalar -> new Located(scalar(scalar), new Lines(line(node), Map.of()));
      case SequenceNode sequence -> sequence(sequence, depth);
      case MappingNode mapping -> mapping(mapping, depth);
      default -> throw problem(node, "is neither a value, a list nor a mapping; write one of them");
    };
  }

  private Located sequence(SequenceNode node, int depth) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode(node.getValue().size());
    var lines = HashMap.<String, Lines>newHashMap(node.getValue().size());
    for (Node item : node.getValue()) {
      Located value = convert(item, depth + 1);
      lines.put(Integer.toString(items.size()), value.lines());
      items.add(value.tree());
    }
    return new Located(items, new Lines(line(node), lines));
  }

  private Located mapping(MappingNode node, int depth) {
    var members = new LinkedHashMap<String, Located>();
    var merged = new ArrayList<Located>();
    for (NodeTuple member : node.getValue()) {
      if (isMerge(member.getKeyNode())) {
        merged.addAll(merged(member.getValueNode(), depth));
        continue;
      }
      String key = key(member.getKeyNode());
      Located value = convert(member.getValueNode(), depth + 1);
      var there = new Lines(line(member.getKeyNode()), value.lines().below());
      Located earlier = members.put(key, new Located(value.tree(), there));
      if (earlier != null) {
        throw problem(
            member.getKeyNode(),
            "\"" + key + "\" is already set on line " + earlier.lines().line() + "; remove one");
      }
    }
    merged.forEach(
        m ->
            m.tree()
                .properties()
                .forEach(
                    e ->
                        members.putIfAbsent(
                            e.getKey(),
                            new Located(e.getValue(), m.lines().below().get(e.getKey())))));
    return object(node, members);
  }

  private static Located object(Node node, Map<String, Located> members) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    var lines = HashMap.<String, Lines>newHashMap(members.size());
    members.forEach(
        (key, value) -> {
          object.set(key, value.tree());
          lines.put(key, value.lines());
        });
    return new Located(object, new Lines(line(node), lines));
  }

  /// The mappings that a merge key names, the strongest first.
  private List<Located> merged(Node value, int depth) {
    if (value instanceof MappingNode) {
      return List.of(convert(value, depth + 1));
    }
    if (value instanceof SequenceNode sequence
        && sequence.getValue().stream().allMatch(MappingNode.class::isInstance)) {
      return sequence.getValue().stream().map(m -> convert(m, depth + 1)).toList();
    }
    throw problem(
        value, "\"<<\" merges a mapping or a list of mappings; write one, or an alias of one");
  }

  private static boolean isMerge(Node key) {
    boolean named = key.getTag().equals(PLAIN) || key.getTag().equals(Tag.MERGE);
    return named && key instanceof ScalarNode scalar && scalar.getValue().equals("<<");
  }

  private String key(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw problem(node, "a list or mapping cannot be a name; write plain text");
    }
    JsonNode key = scalar(scalar);
    if (key.isNull()) {
      throw problem(node, "a name is missing before \":\"; write one, or null in quotes");
    }
    return key.asText();
  }

  private JsonNode scalar(ScalarNode node) {
    count.write(node.getValue(), line(node));
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR)) {
      return TextNode.valueOf(node.getValue());
    }
    JsonNode value = resolved(node);
    boolean fits =
        tag.equals(PLAIN)
            || (tag.equals(Tag.INT) && value.isIntegralNumber())
            || (tag.equals(Tag.FLOAT) && value.isNumber())
            || (tag.equals(Tag.BOOL) && value.isBoolean())
            || (tag.equals(Tag.NULL) && value.isNull());
    if (!fits) {
      throw problem(
          node, "the tag " + tag.getValue() + " does not fit here; write the value without a tag");
    }
    return value;
  }

  private JsonNode resolved(ScalarNode node) {
    try {
      return YamlScalar.plain(node.getValue());
    } catch (NumberFormatException e) {
      throw problem(node, e.getMessage());
    }
  }

  private UnreadableFile problem(Node node, String detail) {
    return UnreadableFile.at(file, line(node), node.getStartMark().getColumn() + 1, detail);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /// Tells a scalar without quotes from one with: only the former has a meaning beside its text.
  private static final class PlainOrText extends Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
    }
  }
}
