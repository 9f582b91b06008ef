// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A field that is other than this version of cgrant writes it.
///
/// @param is as it is stored
/// @param shouldBe as it was wanted
record Difference(String field, String is, String shouldBe) {

  private static final String NOTHING = "not there";

  /// In characters, of both together. An expression of a page is not quoted.
  private static final int LONGEST = 200;

  /// In the order of the fields' names.
  static List<Difference> between(Map<String, String> wanted, Map<String, String> found) {
    var fields = new TreeSet<>(wanted.keySet());
    fields.addAll(found.keySet());
    var differences = new ArrayList<Difference>();
    for (String field : fields) {
      String is = found.getOrDefault(field, NOTHING);
      String shouldBe = wanted.getOrDefault(field, NOTHING);
      if (!is.equals(shouldBe)) {
        differences.add(new Difference(field, is, shouldBe));
      }
    }
    return differences;
  }

  boolean is(String name, String value) {
    return field.equals(name) && is.equals(value);
  }

  String inWords() {
    return field
        + " is not as this version writes it"
        + (is.length() + shouldBe.length() > LONGEST ? "" : ": it is " + is + ", not " + shouldBe);
  }
}
