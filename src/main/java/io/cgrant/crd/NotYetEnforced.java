// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Fields that are part of the API but that this version cannot enforce. Without them in the
/// schema the API server would prune them silently, and a policy would grant more than its author
/// wrote; so the schema knows them, and it and the reader refuse them.
public enum NotYetEnforced {
  AUTHORIZATION("require", "authorization", Shape.TEXT),
  QUOTA("require", "quota", Shape.OBJECT);

  public static final String PROBLEM = "is not enforced by this version of cgrant; remove it";

  /// How free-form the field is: as much as a structural schema allows.
  public enum Shape {
    TEXT,
    OBJECT,
    /// A list of objects.
    LIST
  }

  private final String parent;
  private final String field;
  private final Shape shape;

  NotYetEnforced(String parent, String field, Shape shape) {
    this.parent = parent;
    this.field = field;
    this.shape = shape;
  }

  /// Where the field stands below `spec`; empty for `spec` itself.
  public String parent() {
    return parent;
  }

  public String field() {
    return field;
  }

  public Shape shape() {
    return shape;
  }

  /// The path below `spec`, as `require.images`.
  public String path() {
    return parent.isEmpty() ? field : parent + "." + field;
  }

  public static Optional<NotYetEnforced> at(String path) {
    return Arrays.stream(values()).filter(f -> f.path().equals(path)).findFirst();
  }

  public static List<NotYetEnforced> below(String parent) {
    return Arrays.stream(values()).filter(f -> f.parent.equals(parent)).toList();
  }
}
