// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The record of who wrote a template, in the template's own annotations: so each pod made of it
/// carries it, also of an older revision, and no owner reference must be believed.
///
/// It counts only in what a controller copied. Everybody else is kept from writing another's name
/// by a guard, which compares to the letter what is written here.
public final class TemplateAuthor {

  public static final String NAME = "cgrant.io/template-author";

  /// In the order of the request, one a line.
  public static final String GROUPS = "cgrant.io/template-author-groups";

  /// In characters. All annotations of an object share 256 KiB.
  static final int LONGEST_NAME = 1_024;

  static final int LONGEST_GROUPS = 32 * 1_024;

  private static final String BETWEEN = "\n";

  private TemplateAuthor() {}

  /// What is recorded of somebody. Nothing, where it could be read as another or is too long.
  static Map<String, String> recordOf(Ask.Requester author) {
    String groups = String.join(BETWEEN, author.groups());
    boolean isClear =
        !author.username().isEmpty()
            && author.username().length() <= LONGEST_NAME
            && groups.length() <= LONGEST_GROUPS
            && author.groups().stream().noneMatch(g -> g.isEmpty() || g.contains(BETWEEN));
    return isClear ? inOrder(author.username(), groups) : Map.of();
  }

  /// The part of some annotations that is such a record, as it stands there.
  public static Map<String, String> in(Map<String, String> annotations) {
    var found = new LinkedHashMap<String, String>(2);
    for (String key : List.of(NAME, GROUPS)) {
      if (annotations.containsKey(key)) {
        found.put(key, annotations.get(key));
      }
    }
    return found;
  }

  /// Whom some annotations name; empty when they hold no whole record.
  static Optional<Ask.Requester> namedBy(Map<String, String> annotations) {
    String name = annotations.getOrDefault(NAME, "");
    String groups = annotations.get(GROUPS);
    if (name.isEmpty() || groups == null) {
      return Optional.empty();
    }
    var each = new ArrayList<String>();
    if (!groups.isEmpty()) {
      each.addAll(List.of(groups.split(BETWEEN, -1)));
    }
    return Optional.of(new Ask.Requester(name, each));
  }

  private static Map<String, String> inOrder(String name, String groups) {
    var record = new LinkedHashMap<String, String>(2);
    record.put(NAME, name);
    record.put(GROUPS, groups);
    return record;
  }
}
