// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.manifest.Utf8;
import io.cgrant.policy.ExpressionCompiler;
import java.nio.charset.StandardCharsets;

/// An AdmissionReview `admission.k8s.io/v1` of a `WritableCgroupPolicy` that is about to be stored.
///
/// @param reading what cgrant would make of it
public record PolicyReview(String uid, PolicyReading reading) {

  private static final int DEEPEST = 100;

  /// Two letters can become an object of a hundred bytes. A policy with all lists of its schema
  /// full has a seventh of it; the rest is for what Kubernetes notes about who owns its fields.
  private static final int MOST_TOKENS = 50_000;

  private static final int LONGEST_COMPLAINT = 300;

  /// Jackson would share a table of keys between all reviews, and keep what strangers send.
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .build())
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

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
    if (!Utf8.isJson(body)) {
      throw new Unreadable("not UTF-8; the API server writes nothing else");
    }
    try {
      return STRICT.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      // A key that stands twice is repeated in full.
      String said = e.getOriginalMessage();
      throw new Unreadable(
          "not readable as JSON: " + said.substring(0, Math.min(said.length(), LONGEST_COMPLAINT)));
    } catch (NumberFormatException e) {
      // Jackson says so itself, past its own exceptions, of an exponent beyond 32 bits.
      throw new Unreadable("not readable as JSON: the exponent of a number is out of range");
    }
  }
}
