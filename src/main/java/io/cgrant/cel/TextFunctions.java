// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;

/// What Kubernetes adds to texts, and the two functions of dev.cel that could make a text of
/// gigabytes from two of a few kilobytes, here with a bound.
///
/// Source: `k8s.io/apiserver/pkg/cel/library/regex.go`; `cel-go/ext/strings.go`.
final class TextFunctions {

  /// Characters of a text that a function makes.
  private static final int LONGEST = 100_000;

  private static final CelType STRING = SimpleType.STRING;
  private static final CelType STRINGS = ListType.create(STRING);
  private static final long ALL_THERE_ARE = -1;

  static final List<KubernetesFunction> ALL =
      List.of(
          member(
              "find",
              STRING,
              CelFunctionBinding.from(
                  "cgrant_find", String.class, String.class, TextFunctions::find),
              STRING,
              STRING),
          member(
              "findAll",
              STRINGS,
              CelFunctionBinding.from(
                  "cgrant_find_all",
                  String.class,
                  String.class,
                  (text, pattern) -> findAll(text, pattern, ALL_THERE_ARE)),
              STRING,
              STRING),
          member(
              "findAll",
              STRINGS,
              CelFunctionBinding.from(
                  "cgrant_find_all_most",
                  List.of(String.class, String.class, Long.class),
                  a -> findAll((String) a[0], (String) a[1], (long) a[2])),
              STRING,
              STRING,
              SimpleType.INT),
          member(
              "replace",
              STRING,
              CelFunctionBinding.from(
                  "cgrant_replace",
                  List.of(String.class, String.class, String.class),
                  a -> replace((String) a[0], (String) a[1], (String) a[2], ALL_THERE_ARE)),
              STRING,
              STRING,
              STRING),
          member(
              "replace",
              STRING,
              CelFunctionBinding.from(
                  "cgrant_replace_most",
                  List.of(String.class, String.class, String.class, Long.class),
                  a -> replace((String) a[0], (String) a[1], (String) a[2], (long) a[3])),
              STRING,
              STRING,
              STRING,
              SimpleType.INT),
          member(
              "join",
              STRING,
              CelFunctionBinding.from("cgrant_join", List.class, list -> join(list, "")),
              STRINGS),
          member(
              "join",
              STRING,
              CelFunctionBinding.from(
                  "cgrant_join_with",
                  List.class,
                  String.class,
                  (list, between) -> join(list, between)),
              STRINGS,
              STRING));

  /// In place of that of dev.cel, which compiles the pattern each time.
  static final CelFunctionBinding MATCHES =
      CelFunctionBinding.from("matches_string", String.class, String.class, TextFunctions::matches);

  private TextFunctions() {}

  private static boolean matches(String text, String pattern) {
    return Patterns.KEPT.of(pattern).matcher(text).find();
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Patterns.KEPT.of(pattern).matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  private static List<String> findAll(String text, String pattern, long most) {
    var found = new ArrayList<String>();
    Pattern compiled = Patterns.KEPT.of(pattern);
    var metered = new MeteredText(text, EffortMeter.RUNNING.get(), compiled.programSize());
    Matcher matcher = compiled.matcher(metered);
    while ((most < 0 || found.size() < most) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /// As in Go: an empty text stands between all characters, before and behind them.
  private static String replace(String text, String old, String by, long most) {
    var replaced = new StringBuilder();
    int from = 0;
    long done = 0;
    int at = text.indexOf(old);
    while (at >= 0 && (most < 0 || done < most)) {
      append(replaced, text.substring(from, at));
      append(replaced, by);
      from = at + old.length();
      done++;
      at = next(text, old, from, at);
    }
    append(replaced, text.substring(from));
    return replaced.toString();
  }

  private static int next(String text, String old, int from, int at) {
    if (!old.isEmpty()) {
      return text.indexOf(old, from);
    }
    return at < text.length() ? text.offsetByCodePoints(at, 1) : -1;
  }

  private static String join(List<?> texts, String between) {
    var joined = new StringBuilder();
    boolean isFirst = true;
    for (Object text : texts) {
      append(joined, isFirst ? "" : between);
      append(joined, (String) text);
      isFirst = false;
    }
    return joined.toString();
  }

  private static void append(StringBuilder made, String more) {
    if (made.length() + more.length() > LONGEST) {
      throw new IllegalArgumentException("a text of more than " + LONGEST + " characters");
    }
    made.append(more);
  }

  private static KubernetesFunction member(
      String name, CelType result, CelFunctionBinding binding, CelType... arguments) {
    return new KubernetesFunction(
        CelFunctionDecl.newFunctionDeclaration(
            name,
            CelOverloadDecl.newMemberOverload(binding.getOverloadId(), result, List.of(arguments))),
        binding);
  }
}
