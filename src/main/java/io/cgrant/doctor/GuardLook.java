// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.Guards;

import io.cgrant.doctor.ClusterFacts.Guard;
import io.cgrant.doctor.ClusterFacts.Registered;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether what guards the objects that decide who can ask does guard them.
final class GuardLook {

  private static final String APPLY = "apply deploy/guards.yaml, or the chart";
  private static final String ON_PURPOSE =
      ", unless you changed it on purpose or run another version";

  /// The condition that names the gated handlers.
  private static final String HANDLERS = "matchConditions[has-gated-handler]";

  private static final Pattern NAME = Pattern.compile("'([^']+)'");

  private final Findings findings;

  private GuardLook(Findings findings) {
    this.findings = findings;
  }

  static void at(Registered registered, Findings findings) {
    findings.look(Guards);
    var look = new GuardLook(findings);
    Map<String, Guard> found =
        registered.guardsFound().stream()
            .collect(Collectors.toMap(Guard::where, Function.identity(), (one, other) -> one));
    for (Guard wanted : registered.guards()) {
      Optional.ofNullable(found.get(wanted.where()))
          .ifPresentOrElse(
              is -> look.compare(wanted, is),
              () -> findings.error(Guards, wanted.where(), "it is not there", APPLY));
    }
  }

  private void compare(Guard wanted, Guard found) {
    for (Difference difference : Difference.between(wanted.shape(), found.shape())) {
      if (difference.is("failurePolicy", "Ignore")) {
        findings.error(
            Guards,
            found.where(),
            "failurePolicy is Ignore: what its expressions cannot judge, it lets by",
            "set it to Fail; " + APPLY);
      } else if (isSilenced(difference)) {
        findings.error(
            Guards,
            found.where(),
            "validationActions is " + difference.is() + ", so it keeps nobody from anything",
            "set it to [Deny]; " + APPLY);
      } else if (difference.field().equals(HANDLERS) && lacksHandlers(found, difference)) {
        continue;
      } else {
        findings.warn(Guards, found.where(), difference.inWords(), APPLY + ON_PURPOSE);
      }
    }
  }

  private static boolean isSilenced(Difference difference) {
    return difference.field().equals("validationActions")
        && difference.shouldBe().contains("Deny")
        && !difference.is().contains("Deny");
  }

  private boolean lacksHandlers(Guard found, Difference difference) {
    Set<String> missing = names(difference.shouldBe());
    missing.removeAll(names(difference.is()));
    if (missing.isEmpty()) {
      return false;
    }
    findings.error(
        Guards,
        found.where(),
        "it does not look at RuntimeClasses with handler " + missing,
        "give the chart the gatedHandlers that the webhook has, or doctor the same --gated-handlers");
    return true;
  }

  private static Set<String> names(String expression) {
    return NAME.matcher(expression)
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
