// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import java.util.Set;

/// What a label would make series of, or what a scrape writes itself.
public final class ForbiddenLabels {

  public static final Set<String> ALL =
      Set.of(
          "namespace",
          "pod",
          "container",
          "name",
          "node",
          "user",
          "username",
          "uid",
          "group",
          "image",
          "serviceaccount",
          "endpoint",
          "service",
          "job",
          "instance",
          "le",
          "quantile");

  private ForbiddenLabels() {}
}
