// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import io.cgrant.policy.TemplateAuthor;
import io.cgrant.policy.WorkloadControllers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Variable;
import java.util.List;

/// Keeps everybody from writing another's name into the record of a template's author, also while
/// cgrant is away. Only templates that carry the record are looked at.
///
/// @param namespaces those that are looked after at all
record AuthorGuards(WorkloadControllers controllers, LabelSelector namespaces) {

  private static final String TEMPLATES = "cgrant-template-authors";
  private static final String REVISIONS = "cgrant-revision-authors";

  /// Written by the requester about the requester, or all as it was. A group with a line break
  /// could be read as two.
  private static final String IS_OWN_OR_KEPT =
      """
      (!request.userInfo.?groups.orValue([]).exists(group, group.contains('\\n')) &&
        variables.record[?'%1$s'] == optional.of(request.userInfo.username) &&
        variables.record[?'%2$s'] == optional.of(request.userInfo.?groups.orValue([]).join('\\n'))) ||
      (request.operation == 'UPDATE' && variables.template == %3$s)
      """
          .formatted(
              TemplateAuthor.NAME, TemplateAuthor.GROUPS, AuthorExpression.template("oldObject"))
          .strip();

  /// One without an owner that controls it, whatever its labels: a selector may want none. Or one
  /// that says it is a StatefulSet's already.
  private static final String IS_ADOPTABLE =
      "%1$s.metadata.?ownerReferences.orValue([]).filter(owner, owner.?controller.orValue(false))"
          + ".all(owner, owner.kind == 'StatefulSet' && owner.apiVersion.startsWith('apps/'))";

  /// A StatefulSet's controller knows its own by the UID of the owner alone, whatever the kind says
  /// (`ListControllerRevisions` in `controller_history.go`). Operators have revisions with such
  /// owners, and data of their own; they write them in all namespaces, tenants in theirs.
  private static final String IS_BY_AN_OPERATOR =
      "(request.operation == 'CREATE' ? ['create'] : ['update', 'patch']).exists(verb,"
          + " authorizer.group('apps').resource('controllerrevisions').check(verb).allowed())";

  /// Its data cannot change any more after it was created, its owners can.
  private static final String BECOMES_ADOPTABLE =
      """
      (%1$s && (request.operation == 'CREATE' || !%2$s)) ||
      ((request.operation == 'CREATE' ||
        object.metadata.?ownerReferences != oldObject.metadata.?ownerReferences) && !%3$s)
      """
          .formatted(
              IS_ADOPTABLE.formatted("object"),
              IS_ADOPTABLE.formatted("oldObject"),
              IS_BY_AN_OPERATOR)
          .strip();

  /// A StatefulSet's controller merges the data into the StatefulSet, and reads the result
  /// without regard to case. So a part of a template would come under the record that is there; a
  /// whole one, without a record of its own, takes the record away. Names and the namespace of the
  /// result would be those of its pods.
  private static final String LEAVES_NO_RECORD =
      """
      variables.data.all(s, %1$s != 'metadata' || type(variables.data[s]) != map ||
        variables.data[s].all(m, %3$s in ['annotations', 'labels'])) &&
      variables.data.all(s, %1$s != 'spec' || type(variables.data[s]) != map ||
        variables.data[s].all(t, !(%2$s in ['template', 'volumeclaimtemplates'])) ||
        (s == 'spec' && variables.data.spec.all(t, %2$s != 'template' || t == 'template') &&
          [variables.data.spec.?template.orValue('')].all(whole, type(whole) == map &&
            whole[?'$patch'] == optional.of('replace') &&
            whole.all(m, %3$s != 'metadata' || type(whole[m]) != map ||
              whole[m].all(a, %4$s != 'annotations' || type(whole[m][a]) != map ||
                !whole[m][a].exists(key, key in %5$s))))))
      """
          .formatted(folded("s"), folded("t"), folded("m"), folded("a"), AuthorExpression.KEYS)
          .strip();

  /// In the order in which they are to be applied.
  List<HasMetadata> all() {
    return List.of(
        templates(),
        Guard.binding(TEMPLATES).build(),
        revisions(),
        Guard.binding(REVISIONS).build());
  }

  private HasMetadata templates() {
    return Guard.policy(
            TEMPLATES,
            List.of(
                rule("apps", "deployments", "replicasets", "statefulsets", "daemonsets"),
                rule("batch", "jobs", "cronjobs"),
                rule("", "replicationcontrollers", "podtemplates")),
            List.of(byOthers(), new MatchCondition(AuthorExpression.CARRIES, "carries-a-record")),
            List.of(ownOrKept()))
        .editSpec()
        .withVariables(
            new Variable(AuthorExpression.template("object"), "template"),
            new Variable("variables.template.?metadata.?annotations.orValue({})", "record"))
        .editMatchConstraints()
        .withNamespaceSelector(namespaces)
        .endMatchConstraints()
        .endSpec()
        .build();
  }

  private HasMetadata revisions() {
    return Guard.policy(
            REVISIONS,
            List.of(rule("apps", "controllerrevisions")),
            List.of(byOthers(), new MatchCondition(BECOMES_ADOPTABLE, "becomes-adoptable")),
            List.of(leavesNoRecord()))
        .editSpec()
        .withVariables(new Variable("dyn(object).?data.orValue({})", "data"))
        .editMatchConstraints()
        .withNamespaceSelector(namespaces)
        .endMatchConstraints()
        .endSpec()
        .build();
  }

  private MatchCondition byOthers() {
    return new MatchCondition(AuthorExpression.byOthers(controllers), "by-others");
  }

  private static Validation ownOrKept() {
    String advice =
        "take the annotations %s and %s out of the template, or try again while cgrant answers,"
                .formatted(TemplateAuthor.NAME, TemplateAuthor.GROUPS)
            + " which writes them anew";
    return new ValidationBuilder()
        .withExpression(IS_OWN_OR_KEPT)
        .withMessage("the template names another as its author; " + advice)
        .withMessageExpression(
            "'the template names \"' + variables.record[?'"
                + TemplateAuthor.NAME
                + "'].orValue('') + '\" as its author, and user \"' + request.userInfo.username +"
                + " '\" writes it; "
                + advice
                + "'")
        .withReason("Forbidden")
        .build();
  }

  private static Validation leavesNoRecord() {
    return new ValidationBuilder()
        .withExpression(LEAVES_NO_RECORD)
        .withMessage(
            "a revision that a controller could adopt holds a name, a part of a template, or the"
                + " record of its author in "
                + TemplateAuthor.NAME
                + "; leave it out, since controllers write their own. An operator that keeps"
                + " revisions of its own needs to be allowed to do so in all namespaces")
        .withReason("Forbidden")
        .build();
  }

  /// As Go's JSON reader compares names: U+017F is an s to it.
  private static String folded(String key) {
    return key + ".lowerAscii().replace('\\u017f', 's')";
  }

  private static NamedRuleWithOperations rule(String group, String... resources) {
    return Guard.rule(Guard.NAMESPACED, group, Guard.CREATE_UPDATE, resources);
  }
}
