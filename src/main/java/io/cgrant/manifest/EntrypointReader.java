// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Entrypoint;
import java.util.HashMap;
import java.util.List;
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

  private List<String> command = List.of();
  private List<String> args = List.of();
  private Map<String, String> environment = Map.of();

  void field(String key, JsonCursor cursor) {
    switch (key) {
      case "command" -> command = cursor.texts();
      case "args" -> args = cursor.texts();
      default -> environment(cursor);
    }
  }

  Optional<Entrypoint> read() {
    if (!command.isEmpty()) {
      return Optional.of(new Entrypoint("command[0]", expanded(command.getFirst())));
    }
    return args.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entrypoint("args[0]", expanded(args.getFirst())));
  }

  private void environment(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return;
    }
    var defined = new HashMap<String, String>();
    environment = defined;
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
