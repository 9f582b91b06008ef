// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.registration.WebhookConfigurations;
import io.cgrant.registration.WebhookTarget;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The match conditions of one webhook, as they are installed, judged as an API server does.
final class MatchConditions {

  /// What becomes of a request before cgrant hears of it.
  enum Fate {
    SENT,
    NOT_SENT,
    /// The API server refuses it: an expression failed, and the failure policy is `Fail`.
    FAILED
  }

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("object", SimpleType.DYN)
          .addVar("oldObject", SimpleType.DYN)
          .addVar("request", SimpleType.DYN)
          .addVar("variables", SimpleType.DYN)
          .addLibraries(CelExtensions.optional(), CelExtensions.strings())
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.optional(), CelExtensions.strings())
          .build();

  private static final WebhookConfigurations INSTALLED =
      new WebhookConfigurations(
          new WebhookTarget.Url(URI.create("https://127.0.0.1"), Optional.empty()),
          "cgrant",
          new WorkloadControllers(Set.of(WorkloadControllers.USUAL.split(","))));

  private final List<CelRuntime.Program> programs = new ArrayList<>();

  private MatchConditions(List<MatchCondition> conditions) {
    conditions.forEach(condition -> programs.add(program(condition.getExpression())));
  }

  static CelRuntime.Program program(String expression) {
    try {
      return RUNTIME.createProgram(COMPILER.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static MatchConditions ofMutating(String webhook) {
    return INSTALLED.mutating().getWebhooks().stream()
        .filter(w -> w.getName().equals(webhook))
        .map(w -> new MatchConditions(w.getMatchConditions()))
        .findFirst()
        .orElseThrow();
  }

  static MatchConditions ofValidating(String webhook) {
    return INSTALLED.validating().getWebhooks().stream()
        .filter(w -> w.getName().equals(webhook))
        .map(w -> new MatchConditions(w.getMatchConditions()))
        .findFirst()
        .orElseThrow();
  }

  /// One that is false keeps the request, even if another fails.
  Fate of(Map<String, Object> variables) {
    boolean failed = false;
    for (CelRuntime.Program program : programs) {
      try {
        if (Boolean.FALSE.equals(program.eval(variables))) {
          return Fate.NOT_SENT;
        }
      } catch (CelEvaluationException e) {
        failed = true;
      }
    }
    return failed ? Fate.FAILED : Fate.SENT;
  }
}
