// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Entrypoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads what a container runs, with the variables it defines itself.
///
/// The kubelet expands `$(NAME)` from the container's environment, defined in order, and leaves a
/// name it does not know as it is; `$$` stands for `$`. What comes from a ConfigMap or a Secret is
/// not in the pod.
///
/// Source: Kubernetes, `third_party/forked/golang/expansion`.
final class EntrypointReader {

  private final JsonCursor cursor;
  private Optional<String> command = Optional.empty();
  private Optional<String> args = Optional.empty();
  private Optional<JsonCursor.Passed> written = Optional.empty();
  private Map<String, String> environment = Map.of();

  EntrypointReader(JsonCursor cursor) {
    this.cursor = cursor;
  }

  void field(String key) {
    switch (key) {
      case "command" -> command = JsonCollections.firstText(cursor);
      case "args" -> args = JsonCollections.firstText(cursor);
      // Read only if the first word, which may come later, needs it.
      default -> written = Optional.of(cursor.passOver());
    }
  }

  Optional<Entrypoint> read() {
    if (command.isPresent()) {
      return Optional.of(entrypoint("command[0]", command.get()));
    }
    return args.map(word -> entrypoint("args[0]", word));
  }

  private Entrypoint entrypoint(String field, String word) {
    if (word.indexOf('$') < 0) {
      return new Entrypoint(field, word);
    }
    if (written.isPresent()) {
      try (JsonCursor again = cursor.at(written.get())) {
        environment = environment(again);
      }
    }
    return new Entrypoint(field, expanded(word));
  }

  private Map<String, String> environment(JsonCursor cursor) {
    var defined = new HashMap<String, String>();
    environment = defined;
    if (!cursor.enterArray()) {
      return defined;
    }
    while (cursor.nextElement()) {
      String name = "";
      String value = "";
      if (cursor.enterObject()) {
        for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
          switch (key) {
            case "name" -> name = cursor.textOrEmpty();
            case "value" -> value = cursor.textOrEmpty();
            default -> cursor.skip();
          }
        }
      }
      defined.put(name, expanded(value));
    }
    return defined;
  }

  private String expanded(String text) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    var result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char next = text.charAt(at);
      boolean isLast = at + 1 == text.length();
      if (next != '$' || isLast) {
        result.append(next);
        at++;
      } else if (text.charAt(at + 1) == '$') {
        result.append('$');
        at += 2;
      } else {
        int end = text.charAt(at + 1) == '(' ? text.indexOf(')', at + 2) : -1;
        String name = end < 0 ? "" : text.substring(at + 2, end);
        String whole = end < 0 ? "$" : text.substring(at, end + 1);
        result.append(end < 0 ? whole : environment.getOrDefault(name, whole));
        at += whole.length();
      }
    }
    return result.toString();
  }
}
