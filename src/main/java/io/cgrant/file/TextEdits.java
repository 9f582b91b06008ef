// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Changes the text of a YAML document where its parts stand, and nothing else in it: comments,
/// order and quotes stay. It knows the usual styles; whoever uses it reads the outcome again.
final class TextEdits {

  private final int[] text;
  private final List<Splice> splices = new ArrayList<>();

  private record Splice(int from, int to, String with) {}

  TextEdits(String text) {
    this.text = text.codePoints().toArray();
  }

  /// @param root of the document that is changed
  /// @return false where it does not know how
  boolean add(Node root, Edit edit) {
    Optional<Node> found = Optional.of(root);
    for (String step : edit.at()) {
      found = found.flatMap(node -> member(node, step)).map(Member::value);
    }
    if (found.isEmpty() || !(found.get() instanceof CollectionNode<?> at)) {
      return false;
    }
    return switch (edit) {
      case Edit.Remove(var path, var key) -> member(at, key).map(m -> remove(at, m)).orElse(false);
      case Edit.Replace(var path, var key, var value) ->
          member(at, key).map(m -> replace(at, m.value, value)).orElse(false);
      case Edit.Add(var path, var key, var value) -> insert(at, key, value);
      case Edit.Append(var path, var value) -> insert(at, "", value);
    };
  }

  /// @return empty where two changes get in each other's way
  Optional<String> text() {
    // From the end on; what is put where something is taken out comes after that.
    splices.sort(Comparator.comparing(Splice::from).thenComparing(Splice::to).reversed());
    var changed = new StringBuilder(new String(text, 0, text.length));
    int after = text.length;
    for (Splice splice : splices) {
      if (splice.to > after) {
        return Optional.empty();
      }
      after = splice.from;
      changed.replace(units(splice.from), units(splice.to), splice.with);
    }
    return Optional.of(changed.toString());
  }

  private int units(int codePoints) {
    return new String(text, 0, codePoints).length();
  }

  /// @param start where it begins: at its name, or at the item itself
  private record Member(int index, Node start, Node value) {}

  private static Optional<Member> member(Node node, String step) {
    List<Member> members = members(node);
    return members.stream()
        .filter(
            m ->
                node instanceof MappingNode
                    ? m.start instanceof ScalarNode name && name.getValue().equals(step)
                    : step.equals(Integer.toString(m.index)))
        .findFirst();
  }

  private static List<Member> members(Node node) {
    var members = new ArrayList<Member>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        members.add(new Member(members.size(), tuple.getKeyNode(), tuple.getValueNode()));
      }
    } else if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        members.add(new Member(members.size(), item, item));
      }
    }
    return members;
  }

  private boolean remove(CollectionNode<?> from, Member member) {
    if (isFlow(from)) {
      return removeFromFlow(from, member);
    }
    int begin = lineStart(index(member.start));
    String before = new String(text, begin, index(member.start) - begin);
    boolean ownLine =
        before.isBlank() || from instanceof SequenceNode && before.strip().equals("-");
    if (!ownLine) {
      return false;
    }
    splices.add(new Splice(begin, lineEnd(end(member.value)), ""));
    return true;
  }

  /// With the comma behind it, or else the one before.
  private boolean removeFromFlow(CollectionNode<?> from, Member member) {
    List<Member> members = members(from);
    boolean isLast = member.index == members.size() - 1;
    int begin =
        isLast && member.index > 0 ? end(members.get(member.index - 1).value) : index(member.start);
    int end = isLast ? end(member.value) : index(members.get(member.index + 1).start);
    splices.add(new Splice(begin, end, ""));
    return true;
  }

  /// With the quotes that were there, if any.
  private boolean replace(CollectionNode<?> at, Node old, JsonNode value) {
    if (old instanceof CollectionNode<?> collection && !isFlow(collection)) {
      return false;
    }
    boolean isQuoted = old instanceof ScalarNode scalar ? !scalar.isPlain() : isQuoted(members(at));
    // Nothing is written where nothing stands for null.
    boolean isGap = index(old) > 0 && text[index(old) - 1] == ':';
    splices.add(new Splice(index(old), end(old), (isGap ? " " : "") + flow(value, isQuoted)));
    return true;
  }

  /// @param key empty for an item of a list
  private boolean insert(CollectionNode<?> into, String key, JsonNode value) {
    List<Member> members = members(into);
    if (isFlow(into)) {
      boolean isJson = isQuoted(members);
      String flow = key.isEmpty() ? flow(value, isJson) : flow(key, isJson) + flow(value, isJson);
      int at = members.isEmpty() ? index(into) + 1 : end(members.getLast().value);
      splices.add(new Splice(at, at, members.isEmpty() ? flow : ", " + flow));
      return true;
    }
    if (members.isEmpty()) {
      return false;
    }
    Member first = members.getFirst();
    int column = index(first.start) - lineStart(index(first.start));
    int at = lineEnd(end(members.getLast().value));
    boolean endsLine = at > 0 && text[at - 1] == '\n';
    String lines = block(into, column, key, value);
    splices.add(new Splice(at, at, endsLine ? lines : "\n" + lines));
    return true;
  }

  private static String block(CollectionNode<?> into, int column, String key, JsonNode value) {
    if (into instanceof SequenceNode) {
      return " ".repeat(column - 2) + "- " + flow(value, false) + "\n";
    }
    var lines = new StringBuilder(" ".repeat(column)).append(word(key)).append(":");
    if (value instanceof ObjectNode object && object.size() == 1) {
      var only = object.properties().iterator().next();
      return lines.append('\n') + block(into, column + 2, only.getKey(), only.getValue());
    }
    return lines.append(' ').append(flow(value, false)).append('\n').toString();
  }

  private static boolean isQuoted(List<Member> members) {
    return members.stream().anyMatch(m -> m.start instanceof ScalarNode name && !name.isPlain());
  }

  private static String flow(String key, boolean isJson) {
    return (isJson ? TextNode.valueOf(key).toString() : word(key)) + ": ";
  }

  private static String flow(JsonNode value, boolean isJson) {
    if (!(value instanceof ObjectNode object)) {
      return isJson || !value.isTextual() ? value.toString() : word(value.textValue());
    }
    var flow = new StringBuilder("{");
    object
        .properties()
        .forEach(
            m ->
                flow.append(flow.length() > 1 ? ", " : "")
                    .append(flow(m.getKey(), isJson))
                    .append(flow(m.getValue(), isJson)));
    return flow.append('}').toString();
  }

  /// With quotes where it would be taken for something else than text.
  private static String word(String text) {
    boolean isPlain =
        text.matches("[A-Za-z][-A-Za-z0-9._/]*") && YamlScalar.plain(text).isTextual();
    return isPlain ? text : TextNode.valueOf(text).toString();
  }

  private static boolean isFlow(CollectionNode<?> node) {
    return node.getFlowStyle() == FlowStyle.FLOW;
  }

  private static int index(Node node) {
    return node.getStartMark().getIndex();
  }

  /// Behind the last character of a value: a block ends where its last part does.
  private int end(Node node) {
    List<Member> members = members(node);
    boolean isBlock = node instanceof CollectionNode<?> collection && !isFlow(collection);
    if (isBlock && !members.isEmpty()) {
      return end(members.getLast().value);
    }
    int end = node.getEndMark().getIndex();
    // A literal ends where the next thing begins.
    while (end > index(node) && Character.isWhitespace(text[end - 1])) {
      end--;
    }
    return end;
  }

  private int lineStart(int index) {
    int start = index;
    while (start > 0 && text[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  /// Behind the end of the line, so that a comment on it goes or stays with it.
  private int lineEnd(int index) {
    int end = index;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, text.length);
  }
}
