// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The comments above the rules of a role say what each verb is for.
final class JustifiedVerbs {

  private static final Pattern VERBS = Pattern.compile("  verbs: \\[(.*)]");
  private static final Pattern OF_TEMPLATE = Pattern.compile("\\{\\{.*?}}");

  private JustifiedVerbs() {}

  /// Each verb that the comment above its rule does not name, as `` `get` ``.
  static List<String> missingIn(String template) {
    var missing = new ArrayList<String>();
    var comment = new StringBuilder();
    boolean isInRule = false;
    for (String line : template.lines().toList()) {
      if (line.startsWith("#")) {
        comment.replace(0, isInRule ? comment.length() : 0, "").append(line);
        isInRule = false;
      } else if (line.startsWith("- apiGroups:")) {
        comment.setLength(isInRule ? 0 : comment.length());
        isInRule = true;
      }
      Matcher verbs = VERBS.matcher(line);
      if (verbs.matches()) {
        Arrays.stream(OF_TEMPLATE.matcher(verbs.group(1)).replaceAll("").split(","))
            .map(String::strip)
            .filter(verb -> comment.indexOf("`" + verb + "`") < 0)
            .forEach(verb -> missing.add(verb + " of \"" + comment + "\""));
      }
    }
    return missing;
  }
}
