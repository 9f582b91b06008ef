// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.Map;
import java.util.Optional;

/// A request word for word, for expressions: also the fields that the gate knows nothing of. Made
/// of maps with text as keys, lists, texts, `Long`, `Double` and `Boolean`, read when first looked
/// at.
///
/// For one request, and so for one thread.
public interface Manuscript {

  /// Of a pod that nobody has sent.
  Manuscript NONE = new Absent();

  /// The pod that is judged, or the one that a template would make, as it was sent.
  ///
  /// @param forNull what stands for `null`
  Optional<Map<String, Object>> pod(Object forNull);

  /// The pod as it is stored; empty on CREATE.
  Optional<Map<String, Object>> oldPod(Object forNull);

  /// The `request` of an AdmissionReview; empty where none was sent.
  Optional<Map<String, Object>> request(Object forNull);

  /// Nothing.
  record Absent() implements Manuscript {

    @Override
    public Optional<Map<String, Object>> pod(Object forNull) {
      return Optional.empty();
    }

    @Override
    public Optional<Map<String, Object>> oldPod(Object forNull) {
      return Optional.empty();
    }

    @Override
    public Optional<Map<String, Object>> request(Object forNull) {
      return Optional.empty();
    }
  }
}
