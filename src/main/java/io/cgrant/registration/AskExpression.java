// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.cgrant.policy.Asking;
import io.cgrant.policy.RouteFinder;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import io.cgrant.policy.check.ForbidUnconfinedAppArmor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which pods are sent to cgrant at all, in CEL for `matchConditions`, so that an ordinary pod
/// needs no webhook and a dead webhook stops no ordinary pod.
///
/// Sends every pod the gate would judge and some it would not (a RuntimeClass that is not gated):
/// the API server knows no handlers. Every optional field is guarded, because an expression that
/// fails counts as a refusal where the failure policy is `Fail`.
final class AskExpression {

  /// Where the pods of a request are. Each binds the variable `pod`.
  enum Source {
    /// The pod that is created.
    CREATED("[object]"),
    /// The pod that is created, or both sides of an update.
    CREATED_OR_UPDATED("[object, oldObject].filter(pod, pod != null)"),
    /// The pod that a workload makes: the template of its template, for a CronJob.
    TEMPLATE("[" + template("object") + "]");

    private final String pods;

    Source(String pods) {
      this.pods = pods;
    }
  }

  /// What the gate reads of a pod is in its spec, its ask label, the annotations it knows, and
  /// those and labels from which a container takes its first word. An update of anything else, as
  /// a finalizer, passes without being sent, and so does one of a pod that is going: a controller
  /// must be able to clean up while cgrant is away. But who granted it stays on record to the end.
  static final String CHANGES =
      """
      request.operation != 'UPDATE' ||
        object.metadata.?annotations[?'%2$s'] != oldObject.metadata.?annotations[?'%2$s'] || (
        !has(oldObject.metadata.deletionTimestamp) && (
          object.spec != oldObject.spec ||
          object.metadata.?labels[?'%1$s'] != oldObject.metadata.?labels[?'%1$s'] ||
          object.metadata.?annotations != oldObject.metadata.?annotations && (%5$s ||
            object.metadata.?annotations.orValue({}).exists(key, (%3$s) &&
              object.metadata.?annotations[?key] != oldObject.metadata.?annotations[?key])) ||
          (object.metadata.?labels != oldObject.metadata.?labels ||
            object.metadata.?annotations != oldObject.metadata.?annotations) && %4$s))
      """
          .formatted(
              Asking.LABEL,
              Asking.GRANTED_BY,
              isRead("key"),
              ContainerExpression.READS_METADATA,
              hasMany("object"))
          .strip();

  /// A Binding whose annotations or labels would be a way around the gate once they are the pod's.
  static final String CARRIES =
      """
      '%s' in object.metadata.?labels.orValue({}) || %s ||
        object.metadata.?annotations.orValue({}).exists(key, key == '%s' || %s)
      """
          .formatted(Asking.LABEL, hasMany("object"), Asking.GRANTED_BY, isRead("key"))
          .strip();

  /// A workload can be without a template only in a way that its own validation refuses later.
  static final String HAS_TEMPLATE =
      """
      request.kind.kind == 'PodTemplate' ? has(object.template) : has(object.spec) && (
        request.kind.kind == 'CronJob' ? has(object.spec.jobTemplate) &&
          has(object.spec.jobTemplate.spec) && has(object.spec.jobTemplate.spec.template)
        : has(object.spec.template))
      """
          .strip();

  /// The same for a workload: scaling one says nothing new about its pods.
  static final String TEMPLATE_CHANGES =
      "request.operation != 'UPDATE' ||\n  %s !=\n  %s"
          .formatted(template("object"), template("oldObject"));

  private static final int MOST_LOOKED_AT = 1_000;
  private static final String LABEL = "'" + Asking.LABEL + "'";

  private AskExpression() {}

  /// True when a pod asks by itself: by its label, or by taking a route.
  static String asks(Source source) {
    return source.pods + ".exists(pod,\n  " + String.join(" ||\n  ", anyOf()) + ")";
  }

  /// True when no pod asks by itself, and none opts out.
  static String isSilent(Source source) {
    return source.pods
        + ".all(pod, !(\n  "
        + String.join(" ||\n  ", concat(hasLabel(), routes()))
        + "))";
  }

  /// True when a pod is sent for what its label says or its annotations, whatever its spec says.
  static String isSentForMetadata(Source source) {
    return source.pods
        + ".exists(pod,\n  "
        + String.join(" ||\n  ", asksByLabel(), hasMany("pod"), takesRouteByAnnotation())
        + ")";
  }

  private static String template(String workload) {
    return """
        (request.kind.kind == 'CronJob' ? %1$s.spec.jobTemplate.spec.template : \
        request.kind.kind == 'PodTemplate' ? %1$s.template : %1$s.spec.template)"""
        .formatted(workload);
  }

  private static List<String> anyOf() {
    return concat(asksByLabel(), routes());
  }

  private static String asksByLabel() {
    return hasLabel() + " && pod.metadata.labels[" + LABEL + "] != 'false'";
  }

  private static List<String> concat(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private static String hasLabel() {
    return "has(pod.metadata) && has(pod.metadata.labels) && " + LABEL + " in pod.metadata.labels";
  }

  private static List<String> routes() {
    return List.of(
        OrdinaryNames.NAMES_OTHER_CLASS,
        hasMany("pod"),
        takesRouteByAnnotation(),
        ContainerExpression.TAKES_ROUTE);
  }

  private static String takesRouteByAnnotation() {
    return "has(pod.metadata) && has(pod.metadata.annotations) && pod.metadata.annotations.exists(key, "
        + "pod.metadata.annotations[key] != 'false' && ("
        + startsWithAny("key", RouteFinder.prefixes())
        + ") || key == '"
        + Asking.GRANTED_BY
        + "')";
  }

  /// What has so many annotations is sent instead of looked through: the time that takes in an API
  /// server grows with their square.
  private static String hasMany(String object) {
    return "size(%s.?metadata.?annotations.orValue({})) > %d".formatted(object, MOST_LOOKED_AT);
  }

  private static String isRead(String key) {
    var prefixes = new ArrayList<>(RouteFinder.prefixes());
    prefixes.addAll(ForbidRuntimeAnnotations.prefixes());
    prefixes.add(ForbidUnconfinedAppArmor.ANNOTATION);
    var infixes =
        ForbidRuntimeAnnotations.infixes().stream()
            .map(infix -> key + ".contains('" + infix + "')")
            .toList();
    var names =
        ForbidRuntimeAnnotations.names().stream().map(name -> key + " == '" + name + "'").toList();
    return String.join(
        " || ",
        startsWithAny(key, prefixes),
        String.join(" || ", names),
        String.join(" || ", infixes));
  }

  private static String startsWithAny(String key, List<String> prefixes) {
    return prefixes.stream()
        .map(prefix -> key + ".startsWith('" + prefix + "')")
        .collect(Collectors.joining(" || "));
  }
}
