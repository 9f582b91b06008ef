// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cgrant.manifest.Workload;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Effort;
import io.cgrant.policy.Evaluation;
import io.cgrant.policy.Expression;
import io.cgrant.policy.ExpressionCompiler.Compilation;
import io.cgrant.policy.Facts;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What comes of an expression over a pod.
final class Evaluated {

  /// Each key is there to be asked for by some example.
  static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod",
       "metadata":{"name":"ray-head","namespace":"ml","labels":{"app":"ray","tier":"1"},
        "annotations":{"note":"a\\u00e9\\n\\"b\\"","empty":"","null":null}},
       "spec":{"containers":[
        {"name":"head","image":"registry.example.com/ray/head:2",
         "resources":{"limits":{"cpu":"1500m","memory":"4Gi"}}},
        {"name":"log","image":"docker.io/library/busybox:1",
         "resources":{"limits":{"cpu":"500m","memory":"128Mi"}}}],
        "hostUsers":false,"terminationGracePeriodSeconds":30,
        "unknownToEveryone":{"ratio":0.5,"count":9007199254740993}}}
      """;

  private static final CelCompiler COMPILER = new CelCompiler();
  private static final long ENOUGH = 100_000;

  private Evaluated() {}

  static Expression expression(String text) {
    return assertInstanceOf(Compilation.Compiled.class, COMPILER.compile(text), text).expression();
  }

  static String problem(String text) {
    return assertInstanceOf(Compilation.Malformed.class, COMPILER.compile(text), text).problem();
  }

  static Evaluation of(String text) {
    return of(text, POD);
  }

  static Evaluation of(String text, String json) {
    return expression(text).evaluate(facts(json, new Effort(ENOUGH)));
  }

  /// Of a pod that nobody has sent.
  static Facts facts(String json, Effort effort) {
    Workload workload = WorkloadReader.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    var subject = new Ask.Subject(workload.kind(), "ml", workload.name(), "", workload.podPath());
    Ask ask = Ask.preview(subject, workload.pod(), workload.manuscript());
    return new Facts(ask, Map.of("team", "ml"), workload.pod().spec(), effort);
  }

  static String failure(String text, String json) {
    return assertInstanceOf(Evaluation.Failed.class, of(text, json), text).why();
  }
}
