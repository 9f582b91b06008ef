// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The part of a match condition that names the ordinary RuntimeClasses: those whose handler is not
/// gated, so that pods that name them need not be sent.
///
/// A list of what is known to be harmless, never of what is dangerous: a name nobody has heard of
/// is sent. Whoever keeps the list changes nothing else of an expression, which may be of another
/// version of cgrant.
public final class OrdinaryNames {

  /// True when a pod names a class that may be gated. As it is installed: no name is known.
  static final String NAMES_OTHER_CLASS =
      "has(pod.spec.runtimeClassName) && !(pod.spec.runtimeClassName in [])";

  private static final Pattern LIST =
      Pattern.compile("(?<=!\\(pod\\.spec\\.runtimeClassName in \\[)([^\\]]*)(?=\\]\\))");

  private static final Pattern NAME = Pattern.compile("'([^']*)'");

  private OrdinaryNames() {}

  /// Whether an expression has a place for names.
  public static boolean fitsInto(String expression) {
    return LIST.matcher(expression).find();
  }

  /// The same expression with other names in it.
  public static String with(String expression, Collection<String> names) {
    String list =
        new TreeSet<>(names)
            .stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    return LIST.matcher(expression).replaceAll(Matcher.quoteReplacement(list));
  }

  /// The names that stand in every such place of an expression.
  public static Set<String> in(String expression) {
    var found = new TreeSet<String>();
    Matcher list = LIST.matcher(expression);
    for (boolean isFirst = true; list.find(); isFirst = false) {
      Set<String> here =
          NAME.matcher(list.group(1)).results().map(n -> n.group(1)).collect(Collectors.toSet());
      if (isFirst) {
        found.addAll(here);
      }
      found.retainAll(here);
    }
    return found;
  }
}
