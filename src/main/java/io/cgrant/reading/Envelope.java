// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.PolicySpec;
import io.cgrant.crd.WritableCgroupPolicy;
import java.util.List;
import java.util.Optional;

/// What stands around the spec of a policy.
///
/// @param name empty where it could not be read
/// @param generation 0 where there is none, as in a file
/// @param spec empty where there is none or it is no object
record Envelope(String name, long generation, Optional<Stanza> spec) {

  static Envelope read(JsonNode object, List<Problem> problems) {
    if (!object.isObject()) {
      problems.add(new Problem("", Kind.OBJECT.complaint(object)));
      return new Envelope("", 0, Optional.empty());
    }
    Stanza root = Stanza.of(object, "", Fields.class, problems);
    root.requireValue("apiVersion", WritableCgroupPolicy.API_VERSION);
    root.requireValue("kind", WritableCgroupPolicy.KIND);
    JsonNode metadata = object.path("metadata");
    String name = name(metadata.path("name"), problems);
    long generation = generation(metadata.path("generation"), problems);
    root.require("spec", "write at least match and grant");
    return new Envelope(name, generation, root.object("spec", PolicySpec.class));
  }

  private static String name(JsonNode name, List<Problem> problems) {
    String text = name.isTextual() ? name.textValue() : "";
    if (!Form.DNS_SUBDOMAIN.fits(text)) {
      String detail =
          name.isMissingNode() ? "is missing; name the policy" : Form.DNS_SUBDOMAIN.complaint(text);
      problems.add(new Problem("metadata.name", detail));
    }
    return text;
  }

  private static long generation(JsonNode generation, List<Problem> problems) {
    if (generation.isMissingNode()) {
      return 0;
    }
    if (generation.canConvertToLong() && generation.isIntegralNumber()) {
      return generation.longValue();
    }
    problems.add(new Problem("metadata.generation", Kind.WHOLE.complaint(generation)));
    return 0;
  }

  private record Fields(
      String apiVersion, String kind, Object metadata, Object spec, Object status) {}
}
