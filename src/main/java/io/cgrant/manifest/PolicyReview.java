// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.policy.ExpressionCompiler;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An AdmissionReview `admission.k8s.io/v1` of a `WritableCgroupPolicy` that is about to be stored.
///
/// @param reading what cgrant would make of it
public record PolicyReview(String uid, PolicyReading reading) {

  /// @throws Unreadable when it is no such review
  public static PolicyReview read(byte[] body, ExpressionCompiler compiler) {
    JsonNode review = tree(body);
    JsonNode request = review.path("request");
    boolean isReview =
        review.path("apiVersion").asText().equals(ReviewReader.API_VERSION)
            && review.path("kind").asText().equals(ReviewReader.KIND);
    if (!isReview) {
      throw new Unreadable(
          "expected kind " + ReviewReader.KIND + " of " + ReviewReader.API_VERSION);
    }
    String uid = request.path("uid").asText();
    if (uid.isEmpty()) {
      throw new Unreadable("/request/uid: is missing");
    }
    if (!request.path("object").isObject()) {
      throw new Unreadable("/request/object: is missing");
    }
    return new PolicyReview(uid, PolicyReader.read(request.path("object"), compiler));
  }

  private static JsonNode tree(byte[] body) {
    List<Located> documents;
    try {
      documents = JsonDocuments.read("body", new String(body, StandardCharsets.UTF_8));
    } catch (UnreadableFile e) {
      throw new Unreadable(e.problem().sentence());
    }
    if (documents.size() != 1) {
      throw new Unreadable("expected one AdmissionReview, found " + documents.size());
    }
    return documents.getFirst().tree();
  }
}
