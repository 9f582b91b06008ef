// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import java.util.function.Consumer;

/// Where the pods are listed that have not ended.
@FunctionalInterface
interface PodSource {

  /// Blocking.
  ///
  /// @param from what the page before returned; empty for the first
  /// @param most pods of the page
  /// @param each gets each pod as JSON
  /// @return where the next page begins; empty after the last
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException when there was no whole page
  String page(String from, int most, Consumer<byte[]> each);
}
