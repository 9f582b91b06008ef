// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.crd.QuotaSpec;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Quota;
import io.cgrant.policy.Terms;
import io.cgrant.policy.check.InvalidCheck;
import java.util.List;
import java.util.Optional;

/// Reads on what a grant depends beside the pod.
final class TermsReader {

  private TermsReader() {}

  static Terms terms(Stanza spec, Optional<Stanza> require, List<Problem> problems) {
    Optional<Quota> quota =
        require
            .flatMap(r -> r.object("quota", QuotaSpec.class))
            .flatMap(written -> quota(written, problems));
    Authorization authorization =
        require
            .flatMap(r -> r.choice("authorization", Authorization.class))
            .orElse(Authorization.NotRequired);
    List<PolicyException> exceptions = ExceptionsReader.exceptions(spec, problems);
    return new Terms(exceptions, quota, authorization);
  }

  private static Optional<Quota> quota(Stanza written, List<Problem> problems) {
    written.require("podsPerNamespace", "write how many, as 20");
    try {
      return written.int32("podsPerNamespace").map(Quota::new);
    } catch (InvalidCheck e) {
      problems.add(new Problem("spec." + e.field(), e.getMessage()));
      return Optional.empty();
    }
  }
}
