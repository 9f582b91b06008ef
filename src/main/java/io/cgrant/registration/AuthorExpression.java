// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.cgrant.policy.TemplateAuthor;
import io.cgrant.policy.WorkloadControllers;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The record of a template's author, in CEL. Nothing here fails on an object that lacks something.
final class AuthorExpression {

  /// The names of the annotations.
  static final String KEYS = "['%s', '%s']".formatted(TemplateAuthor.NAME, TemplateAuthor.GROUPS);

  /// Whether a template carries the record, or a part of it.
  static final String CARRIES = KEYS + ".exists(key, key in " + annotations("object") + ")";

  private AuthorExpression() {}

  /// What was written by anybody but those who copy templates word for word.
  static String byOthers(WorkloadControllers controllers) {
    return new TreeSet<>(controllers.usernames())
        .stream()
            .map(name -> "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'")
            .collect(Collectors.joining(", ", "!(request.userInfo.username in [", "])"));
  }

  /// The template of a workload; empty where it has none. `dyn` spares the API server from warnings
  /// about fields that only some of the kinds have.
  static String template(String workload) {
    return """
        (request.kind.kind == 'CronJob' ? dyn(%1$s).?spec.?jobTemplate.?spec.?template : \
        request.kind.kind == 'PodTemplate' ? dyn(%1$s).?template : dyn(%1$s).?spec.?template).orValue({})"""
        .formatted(workload);
  }

  private static String annotations(String workload) {
    return template(workload) + ".?metadata.?annotations.orValue({})";
  }
}
