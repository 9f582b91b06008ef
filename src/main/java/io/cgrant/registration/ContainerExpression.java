// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.cgrant.pod.CgroupOptions;

/// Whether a container of `pod` takes a route, in CEL: as `RouteFinder` says it, or a little more
/// often, but not for an ordinary container.
///
/// CRI-O looks at the first word of what is run, after the kubelet has put the values of variables
/// into it. `$(POD_NAME)` and `$(ADDRESS)` are common in ordinary containers, so the values that
/// the container defines itself are put in here as well. What this cannot follow is sent: a value
/// of a value of a value, a name that is defined twice, a name with `$(` in it.
final class ContainerExpression {

  private static final String ENVIRONMENT = "c.?env.orValue([])";

  private static final String FIELD = "e.?valueFrom.?fieldRef.?fieldPath.orValue('')";

  /// What is the same in most pods that refer to it, as their name, is put in, too.
  private static final String VALUE =
      "e.?value.orValue('') + (%1$s == 'metadata.name' ? pod.metadata.?name.orValue('') : "
              .formatted(FIELD)
          + "%1$s == 'metadata.namespace' ? pod.metadata.?namespace.orValue('') : ".formatted(FIELD)
          + "%1$s == 'spec.serviceAccountName' ? pod.spec.?serviceAccountName.orValue('default') : '')"
              .formatted(FIELD)
          + " + (%s.contains('_PORT') && has(e.valueFrom) && %s == '' ? 't' : '')"
              .formatted("e.name", FIELD);

  /// Names times references that are followed in one word. The API server gives up beyond some ten
  /// thousand in one pod, and refuses it.
  private static final int MOST_FOLLOWED = 1_000;

  /// Whether a value uses a Service's variable before the container defines the same name. Only
  /// those with `_PORT` in their name give a `t`. No name has a `=` in it.
  ///
  /// Looks at the values first: few refer to such a name, and each that does costs as much as all
  /// variables, of which a large pod has thousands. Where many do, or a long one, none is followed:
  /// an API server reckons a search by the lengths of both texts.
  private static final String USES_SERVICE =
      """
      size(%1$s) * size(%1$s.filter(f, %2$s)) > %3$d || \
      %1$s.exists(f, size(f.?value.orValue('')) > %3$d && %2$s) || \
      ['=' + %1$s.map(n, n.name).join('=') + '='].exists(names, %1$s.exists(f, %2$s && \
      %1$s.exists(e, e.name.contains('_PORT') && f.?value.orValue('').contains('$(' + e.name + ')') && \
      names.indexOf('=' + f.name + '=') <= names.indexOf('=' + e.name + '='))))"""
          .formatted(
              ENVIRONMENT,
              "f.?value.orValue('').contains('$(') && f.?value.orValue('').contains('_PORT')",
              MOST_FOLLOWED);

  /// Whether the word `w` may hold any text: what stands in an annotation or a label, by a
  /// variable that it names, or that another one may name.
  private static final String TAKES_ANY_TEXT =
      """
      (%1$s.exists(e, %2$s && w.contains('$(' + e.name + ')')) || \
      %1$s.exists(f, f.?value.orValue('').contains('$(')) && %1$s.exists(e, %2$s))"""
          .formatted(
              ENVIRONMENT,
              "(%1$s.startsWith('metadata.annotations') || %1$s.startsWith('metadata.labels'))"
                  .formatted(FIELD));

  private static final String WORDS = "(c.?command.orValue([]) + c.?args.orValue([]))";

  /// CRI-O's `WillRunSystemd`.
  private static final String FIRST_WORD =
      """
      [%1$s[?0].orValue('')].exists(w, %2$s ||
          w.contains('$(') && (%3$s.exists(e, e.name.contains('$(')) || %11$s || %10$s || %12$s || %4$s ||
            [%5$s].exists(v, %6$s || v.contains('$(') && (%13$s || %7$s ||
              [%8$s].exists(u, %9$s || u.contains('$('))))))
      """
          .formatted(
              WORDS,
              isSystemd("w"),
              ENVIRONMENT,
              namesTwice("w"),
              expanded("w"),
              isSystemd("v"),
              namesTwice("v"),
              expanded("v"),
              isSystemd("u"),
              TAKES_ANY_TEXT,
              isLong("w"),
              USES_SERVICE,
              isLong("v"))
          .strip();

  /// The field of KEP-5474, which this API server need not know: an object here has no type, so
  /// naming it is no error.
  private static final String OPTIONS =
      "has(c.securityContext) && has(c.securityContext.%s)".formatted(CgroupOptions.FIELD);

  static final String TAKES_ROUTE =
      inAnyContainer("pod", "%s ||\n  %s".formatted(OPTIONS, FIRST_WORD));

  /// Whether the first word of a container of `object` changes with an annotation or a label.
  static final String READS_METADATA =
      inAnyContainer(
          "object",
          "[%s[?0].orValue('')].exists(w, w.contains('$(') && %s)"
              .formatted(WORDS, TAKES_ANY_TEXT));

  private ContainerExpression() {}

  private static String inAnyContainer(String pod, String expression) {
    return """
        (%1$s.?spec.?containers.orValue([]) + %1$s.?spec.?initContainers.orValue([]) +
          %1$s.?spec.?ephemeralContainers.orValue([])).exists(c, %2$s)"""
        .formatted(pod, expression);
  }

  /// No program ends in a slash, so what does and names systemd is sent, without looking closer;
  /// and of the variables that the kubelet defines itself, one is `tcp`.
  private static String isSystemd(String text) {
    return """
        %1$s.contains('/sbin/init') || %1$s.contains('/sbin/ini$(') || %1$s == 'systemd' || %1$s.endsWith('/systemd') || \
        %1$s.endsWith('/') && %1$s.contains('systemd')"""
        .formatted(text);
  }

  /// The text with the values put in; a name that is not defined here gives a `t`, as `tcp`.
  ///
  /// Split at `$(`, each part but the first begins with a name and `)`; the first is given an
  /// empty one.
  private static String expanded(String text) {
    return """
        (')' + %1$s).split('$(').map(p, !p.contains(')') ? p :
                (p.startsWith(')') || size(%2$s) > 0 ? %2$s.map(e, %3$s).join('') : 't') +
                p.substring(p.indexOf(')') + 1)).join('')"""
        .formatted(text, defined(), VALUE);
  }

  private static String isLong(String text) {
    return "size(%s) * size(%s.split('$(')) > %d".formatted(ENVIRONMENT, text, MOST_FOLLOWED);
  }

  private static String namesTwice(String text) {
    return "%s.split('$(').exists(p, p.contains(')') && size(%s) > 1)".formatted(text, defined());
  }

  private static String defined() {
    return ENVIRONMENT + ".filter(e, e.name == p.substring(0, p.indexOf(')')))";
  }
}
