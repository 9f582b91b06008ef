// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import io.cgrant.audit.PolicyNews;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.policy.PolicyException;
import io.cgrant.reading.PolicyReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is new in a status. The stored status is the memory: it is told what was not there before,
/// so a replica that has just started or just leads repeats nothing.
final class Tidings {

  /// The API server takes 1,024 bytes, with the words around it.
  private static final int LONGEST_LIST = 900;

  private Tidings() {}

  /// @param stored what the status said before
  /// @param written what it says now
  static List<PolicyNews> of(KnownPolicy known, StatusReport stored, StatusReport written) {
    return switch (known.reading()) {
      case PolicyReading.Ready(var policy, var warnings) ->
          Stream.concat(
                  endings(known, policy.terms().exceptions(), stored, written).stream(),
                  nodes(known, stored, written).stream())
              .toList();
      case PolicyReading.Invalid(var name, var generation, var problems) ->
          written.ready().equals(stored.ready())
              ? List.of()
              : List.of(
                  new PolicyNews.Invalid(
                      known.name(), known.uid(), StatusReport.listed(problems, LONGEST_LIST)));
    };
  }

  /// Once it is so; not again where another node is named.
  private static Optional<PolicyNews> nodes(
      KnownPolicy known, StatusReport stored, StatusReport written) {
    boolean wasSo = stored.condition(NodesReady.TYPE).filter(Tidings::isFalse).isPresent();
    return written
        .condition(NodesReady.TYPE)
        .filter(now -> isFalse(now) && !wasSo)
        .map(now -> new PolicyNews.NoNode(known.name(), known.uid(), now.message()));
  }

  private static boolean isFalse(StatusReport.Condition condition) {
    return condition.status().equals("False");
  }

  private static List<PolicyNews> endings(
      KnownPolicy known,
      List<PolicyException> exceptions,
      StatusReport stored,
      StatusReport written) {
    Map<String, String> before = states(stored);
    Map<String, String> now = states(written);
    var news = new ArrayList<PolicyNews>(0);
    for (PolicyException exception : exceptions) {
      String state = now.getOrDefault(exception.name(), "");
      if (state.equals(before.get(exception.name())) || state.isEmpty()) {
        continue;
      }
      switch (PolicyException.State.valueOf(state)) {
        case Active -> {}
        case ExpiresSoon ->
            news.add(
                new PolicyNews.ExceptionExpires(
                    known.name(),
                    known.uid(),
                    exception.name(),
                    exception.owner(),
                    exception.expires()));
        case Expired ->
            news.add(
                new PolicyNews.ExceptionEnded(
                    known.name(),
                    known.uid(),
                    exception.name(),
                    exception.owner(),
                    exception.expires()));
      }
    }
    return news;
  }

  private static Map<String, String> states(StatusReport report) {
    return report.exceptions().stream()
        .collect(
            Collectors.toMap(ExceptionReport::name, ExceptionReport::state, (one, other) -> one));
  }
}
