// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Somebody whom the API server knows.
///
/// @param username never empty
/// @param extra what an authenticator says beside, for authorizers that want to know
public record Caller(
    String username, String uid, List<String> groups, Map<String, List<String>> extra) {

  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String ALL_ACCOUNTS = "system:serviceaccounts";
  private static final String ALL = "system:authenticated";

  public Caller {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  /// Somebody else, as an API server makes up who is impersonated: with the groups that everybody
  /// has, and where none are named, those of a ServiceAccount.
  public static Caller impersonated(String username, List<String> groups) {
    var all = new ArrayList<>(groups);
    if (groups.isEmpty() && isAccount(username)) {
      String namespace = username.substring(ACCOUNT.length(), username.lastIndexOf(':'));
      all.add(ALL_ACCOUNTS);
      all.add(ALL_ACCOUNTS + ":" + namespace);
    }
    if (!all.contains(ALL)) {
      all.add(ALL);
    }
    return new Caller(username, "", all, Map.of());
  }

  /// What a caller needs for that: the verb `impersonate` on the user and on each group.
  public static List<Deed> deedsToBe(String username, List<String> groups) {
    var deeds = new ArrayList<Deed>();
    if (isAccount(username)) {
      int end = username.lastIndexOf(':');
      deeds.add(
          new Deed(
              "impersonate",
              "",
              "serviceaccounts",
              username.substring(ACCOUNT.length(), end),
              username.substring(end + 1)));
    } else {
      deeds.add(new Deed("impersonate", "", "users", "", username));
    }
    groups.forEach(group -> deeds.add(new Deed("impersonate", "", "groups", "", group)));
    return deeds;
  }

  private static boolean isAccount(String username) {
    return username.matches(ACCOUNT + "[^:]+:[^:]+");
  }

  /// All of it, without ambiguity.
  List<String> texts() {
    var texts = new ArrayList<>(List.of(username, uid));
    var sorted = new TreeSet<>(groups);
    texts.add(Integer.toString(sorted.size()));
    texts.addAll(sorted);
    new TreeMap<>(extra)
        .forEach(
            (key, values) -> {
              texts.add(key);
              texts.add(Integer.toString(values.size()));
              texts.addAll(values);
            });
    return texts;
  }
}
