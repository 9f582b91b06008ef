// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Entrypoint;
import java.util.List;
import java.util.Optional;

/// Reads what a container runs, with the variables it defines itself.
///
/// Without a command, the first argument is the first word only if the image has no entrypoint of
/// its own. An option, as `--verbose=$(LEVEL)`, is for the image's entrypoint, and what is unknown
/// in it is no reason for doubt; but `-d/sbin/init` can be the name of a program, too.
final class EntrypointReader {

  private final JsonCursor cursor;
  private final ExpansionBudget budget;
  private Optional<String> command = Optional.empty();
  private Optional<String> args = Optional.empty();
  private Optional<JsonCursor.Passed> environment = Optional.empty();
  private int sources;

  EntrypointReader(JsonCursor cursor, ExpansionBudget budget) {
    this.cursor = cursor;
    this.budget = budget;
  }

  void field(String key) {
    switch (key) {
      case "command" -> command = firstWord();
      case "args" -> args = firstWord();
      case "envFrom" -> sources = JsonCollections.length(cursor);
      // Read only if the first word, which may come later, needs it.
      default -> environment = Optional.of(cursor.passOver());
    }
  }

  Optional<Entrypoint> read() {
    if (command.isPresent()) {
      return Optional.of(entrypoint("command[0]", command.get()));
    }
    return args.map(
        word -> {
          Entrypoint entrypoint = entrypoint("args[0]", word);
          return isOption(word) || isOption(entrypoint.text())
              ? new Entrypoint(
                  entrypoint.field(), entrypoint.text(), entrypoint.startsSystemd(), List.of())
              : entrypoint;
        });
  }

  private Optional<String> firstWord() {
    return JsonCollections.firstText(cursor).map(OwnField::unmarked);
  }

  private static boolean isOption(String word) {
    return word.startsWith("-");
  }

  private Entrypoint entrypoint(String field, String word) {
    if (word.indexOf('$') < 0) {
      return new Entrypoint(field, word, List.of());
    }
    Variables.Expanded expanded = variables().expand(word);
    return OwnField.isMarked(expanded.text())
        ? OwnField.unresolved(field, expanded)
        : new Entrypoint(field, expanded.text(), expanded.unknown());
  }

  private Variables variables() {
    var variables = new Variables(sources, budget);
    if (environment.isPresent()) {
      try (JsonCursor again = cursor.at(environment.get())) {
        if (again.enterArray()) {
          while (again.nextElement()) {
            define(again, variables);
          }
        }
      }
    }
    return variables;
  }

  private static void define(JsonCursor cursor, Variables variables) {
    if (!cursor.enterObject()) {
      return;
    }
    String name = "";
    String value = "";
    boolean isElsewhere = false;
    Optional<String> path = Optional.empty();
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "name" -> name = OwnField.unmarked(cursor.textOrEmpty());
        case "value" -> value = OwnField.unmarked(cursor.textOrEmpty());
        case "valueFrom" -> {
          isElsewhere = !cursor.isNull();
          path = fieldPath(cursor);
        }
        default -> cursor.skip();
      }
    }
    Optional<String> own = path.flatMap(OwnField::mark);
    if (isElsewhere && own.isPresent()) {
      variables.defineAs(name, own.get());
      if (path.filter(OwnField::isReplacedAtBinding).isPresent()) {
        variables.defineElsewhere(name);
      }
    } else if (isElsewhere && value.isEmpty()) {
      variables.defineElsewhere(name);
    } else {
      variables.define(name, value);
    }
  }

  private static Optional<String> fieldPath(JsonCursor cursor) {
    return JsonCollections.field(
        cursor, "fieldRef", field -> JsonCollections.field(field, "fieldPath", JsonCursor::text));
  }
}
