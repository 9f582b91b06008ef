// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

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
              .formatted(FIELD);

  /// Any text can stand in an annotation.
  private static final String TAKES_ANY_TEXT =
      ENVIRONMENT
          + ".exists(e, %1$s.startsWith('metadata.annotations') || %1$s.startsWith('metadata.labels'))"
              .formatted(FIELD);

  private static final String WORDS = "(c.?command.orValue([]) + c.?args.orValue([]))";

  /// CRI-O's `WillRunSystemd`. Without a command, an option is for the image's entrypoint.
  private static final String FIRST_WORD =
      """
      [%1$s[?0].orValue('')].exists(w, (size(c.?command.orValue([])) > 0 || !w.startsWith('-')) && (%2$s ||
          w.contains('$(') && (%3$s.exists(e, e.name.contains('$(')) || %10$s || %4$s ||
            [%5$s].exists(v, %6$s || v.contains('$(') && (%7$s ||
              [%8$s].exists(u, %9$s || u.contains('$(')))))))
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
              TAKES_ANY_TEXT)
          .strip();

  /// The field of KEP-5474, which this API server need not know: an object here has no type, so
  /// naming it is no error.
  private static final String OPTIONS =
      "has(c.securityContext) && has(c.securityContext.cgroupOptions)";

  static final String TAKES_ROUTE =
      """
      (pod.?spec.?containers.orValue([]) + pod.?spec.?initContainers.orValue([]) +
        pod.?spec.?ephemeralContainers.orValue([])).exists(c, %s ||
        %s)
      """
          .formatted(OPTIONS, FIRST_WORD)
          .strip();

  private ContainerExpression() {}

  /// No program ends in a slash, so what does and names systemd is sent, without looking closer.
  private static String isSystemd(String text) {
    return """
        %1$s.contains('/sbin/init') || %1$s == 'systemd' || %1$s.endsWith('/systemd') || \
        %1$s.endsWith('/') && %1$s.contains('systemd')"""
        .formatted(text);
  }

  /// The text with the values put in; a name that is not defined here gives nothing. Split at `$(`,
  /// each part but the first begins with a name and `)`; the first is given an empty one.
  private static String expanded(String text) {
    return """
        (')' + %s).split('$(').map(p, !p.contains(')') ? p :
                %s.map(e, %s).join('') +
                p.substring(p.indexOf(')') + 1)).join('')"""
        .formatted(text, defined(), VALUE);
  }

  private static String namesTwice(String text) {
    return "%s.split('$(').exists(p, p.contains(')') && size(%s) > 1)".formatted(text, defined());
  }

  private static String defined() {
    return ENVIRONMENT + ".filter(e, e.name == p.substring(0, p.indexOf(')')))";
  }
}
