// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.crd.ExceptionSpec;
import io.cgrant.crd.Syntax;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.check.InvalidCheck;
import io.cgrant.policy.check.Requirement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `exceptions`.
final class ExceptionsReader {

  private static final String FIELD = "exceptions";

  private final List<Problem> problems;

  private ExceptionsReader(List<Problem> problems) {
    this.problems = problems;
  }

  static List<PolicyException> exceptions(Stanza spec, List<Problem> problems) {
    return new ExceptionsReader(problems).all(spec);
  }

  private List<PolicyException> all(Stanza spec) {
    var read = new ArrayList<PolicyException>();
    var names = new HashSet<String>();
    for (Stanza stanza : spec.objects(FIELD, ExceptionSpec.class, Syntax.EXCEPTION_ENTRIES)) {
      one(stanza)
          .ifPresent(
              exception -> {
                if (!names.add(exception.name())) {
                  stanza.problem("name", "\"" + exception.name() + "\" is there twice; rename one");
                }
                read.add(exception);
              });
    }
    return read;
  }

  /// Empty where anything is wrong with it.
  private Optional<PolicyException> one(Stanza stanza) {
    int before = problems.size();
    stanza.require("name", "name it, as migration-4711");
    Optional<String> name = stanza.text("name", Form.DNS_LABEL);
    stanza.require("namespaces", "name at least one");
    stanza.requireEntries("namespaces", "name at least one");
    Optional<List<String>> namespaces =
        stanza.texts("namespaces", Form.DNS_LABEL, Syntax.EXCEPTION_ENTRIES);
    stanza.require("waive", "name at least one requirement, as limits");
    stanza.requireEntries("waive", "name at least one requirement, as limits");
    Optional<List<Requirement>> waived =
        stanza.choices("waive", Requirement.class, Syntax.EXCEPTION_ENTRIES);
    stanza.require("reason", "say why");
    Optional<String> reason = stanza.text("reason", Form.SENTENCE);
    stanza.require("owner", "say who answers for it");
    Optional<String> owner = stanza.text("owner", Form.SENTENCE);
    stanza.require("expires", "say when it ends, as \"2027-01-31T00:00:00Z\"");
    Optional<Instant> expires =
        stanza.text("expires", Form.MOMENT).flatMap(text -> moment(stanza, text));
    if (problems.size() > before) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PolicyException(
              name.orElseThrow(),
              Set.copyOf(namespaces.orElseThrow()),
              Set.copyOf(waived.orElseThrow()),
              reason.orElseThrow(),
              owner.orElseThrow(),
              expires.orElseThrow()));
    } catch (InvalidCheck e) {
      stanza.problem(e.field(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Instant> moment(Stanza stanza, String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      stanza.problem(
          "expires", Form.quoted(text) + " is no moment; write one that the calendar has");
      return Optional.empty();
    }
  }
}
