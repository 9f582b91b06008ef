// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Expressions put together at random, most of which compile and a good part of which fail.
///
/// In a form, `%b` stands for something that is true or false, `%m` for a map, `%l` for a list,
/// `%s` for a text, `%n` for a number, `%o` for an optional, `%a` for any of these, `%f` for a
/// field.
final class AnyExpression {

  /// Those without a form in them come first: where it gets too deep, only they are taken.
  private record Forms(List<String> plain, List<String> composed) {}

  private static final Map<Character, Forms> FORMS =
      Map.of(
          'b',
          new Forms(
              List.of("true", "false", "1 / 0 == 1", "has(object.spec.nothing.a)"),
              List.of(
                  "(%b && %b)",
                  "(%b || %b)",
                  "!%b",
                  "(dyn(%a) == dyn(%a))",
                  "(dyn(%a) != dyn(%a))",
                  "(dyn(%n) < dyn(%n))",
                  "%l.all(x, %b)",
                  "%l.exists(x, %b)",
                  "%l.exists(x, dyn(x) == dyn(%a))",
                  "%l.exists_one(x, %b)",
                  "%m.all(k, v, %b)",
                  "%o.hasValue()",
                  "(dyn(%a) in dyn(%l))",
                  "(%s in dyn(%m))",
                  "has(%m.%f)",
                  "dyn(%s).startsWith(dyn(%s))",
                  "%s.matches('^[a-z]+')",
                  "(type(%a) == type(%a))",
                  "sets.contains(dyn(%l), dyn(%l))",
                  "sets.equivalent(dyn(%l), dyn(%l))",
                  "cel.bind(z, %a, dyn(z) == dyn(%a) || dyn(z) != dyn(%a))",
                  "cel.bind(q, object.?%f, q.%f.hasValue())",
                  "dyn(%l).isSorted()",
                  "(%b ? %b : %b)")),
          'm',
          new Forms(
              List.of(
                  "object",
                  "object.spec",
                  "object.metadata.labels",
                  "object.metadata.annotations",
                  "object.spec.containers[0]",
                  "object.spec.nothing",
                  "{'a': 1, 'b': null}",
                  "{'a': {'b': [1, 2]}}",
                  "{}"),
              List.of(
                  "%m.%f",
                  "cel.bind(v, %m, v)",
                  "(%b ? %m : %m)",
                  "{'a': %a, 'b': %a}",
                  "{'a': 1, ?'b': %o}",
                  "%o.orValue(%m)",
                  "%m.transformMap(k, v, %a)",
                  "dyn(%m)[%s]")),
          'l',
          new Forms(
              List.of(
                  "object.spec.containers",
                  "[1, 2, 3]",
                  "[]",
                  "['a', 'b']",
                  "[null]",
                  "[[1], [2, 3]]",
                  "[optional.of(1), optional.none()]",
                  "object.spec.containers.map(c, c.name)",
                  "object.spec.?initContainers.orValue([])"),
              List.of(
                  "%l.map(x, %a)",
                  "%l.filter(x, %b)",
                  "(%l + %l)",
                  "cel.bind(w, %l, w + [1])",
                  "cel.bind(w, %l, [w, w + w, w])",
                  "[%a, %a]",
                  "[?%o]",
                  "dyn(%l).reverse()",
                  "dyn(%l).distinct()",
                  "dyn(%l).slice(0, 1)",
                  "dyn(%l).flatten()",
                  "dyn(%l).sort()",
                  "%l.transformList(i, v, %a)",
                  "dyn(%s).split(%s)")),
          's',
          new Forms(
              List.of(
                  "'a'", "''", "'é'", "object.metadata.name", "object.spec.containers[1].image"),
              List.of(
                  "(%s + %s)",
                  "string(%n)",
                  "%l.join(',')",
                  "dyn(%s).reverse()",
                  "%s.replace('a', 'b')",
                  "%s.find('[a-z]+')",
                  "%s.substring(%n)",
                  "%o.orValue(%s)")),
          'n',
          new Forms(
              List.of("1", "0", "-1", "2.5", "3u", "9223372036854775807"),
              List.of(
                  "(%n + %n)",
                  "(%n / %n)",
                  "size(%l)",
                  "size(%m)",
                  "dyn(%l).indexOf(%a)",
                  "dyn(%s).indexOf(%s)",
                  "int(%a)",
                  "dyn(%l).max()",
                  "%o.orValue(%n)")),
          'o',
          new Forms(
              List.of("object.?metadata", "object.?nothing.?a", "optional.none()"),
              List.of(
                  "%m.?%f",
                  "%m.?%f.?%f",
                  "%o.?%f",
                  "dyn(%a).?%f",
                  "optional.of(%a)",
                  "optional.ofNonZeroValue(%a)",
                  "dyn(%l)[?%n]",
                  "%o.optMap(y, dyn(y) == %a)",
                  "%o.optFlatMap(y, %o)",
                  "%o.or(%o)")));

  private static final List<String> FIELDS =
      List.of(
          "a", "b", "name", "labels", "spec", "containers", "hostUsers", "nothing", "resources");

  private static final String KINDS = "bmlsno";

  private final RandomGenerator random;

  AnyExpression(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    return of('b', 1 + random.nextInt(4));
  }

  private String of(char kind, int depth) {
    return switch (kind) {
      case 'f' -> one(FIELDS);
      case 'a' -> of(KINDS.charAt(random.nextInt(KINDS.length())), depth);
      default -> {
        Forms forms = FORMS.get(kind);
        boolean isPlain = depth <= 0 || random.nextInt(10) < 3;
        yield isPlain ? one(forms.plain()) : filled(one(forms.composed()), depth - 1);
      }
    };
  }

  private String filled(String form, int depth) {
    var filled = new StringBuilder();
    for (int i = 0; i < form.length(); i++) {
      char c = form.charAt(i);
      filled.append(c == '%' ? of(form.charAt(++i), depth) : String.valueOf(c));
    }
    return filled.toString();
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
