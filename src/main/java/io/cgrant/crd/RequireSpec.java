// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.check.PodSecurityLevel;
import io.cgrant.policy.check.RequireQosClass.QosClass;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// What a pod must meet. Each field is the stanza of one check in `io.cgrant.policy.check`.
public record RequireSpec(
    @JsonPropertyDescription(
            """
            Required: the pod must have a user namespace of its own, hostUsers: false. NotRequired: root
            in the pod may be root on the node. Example: Required.""")
        UserNamespace userNamespace,
    @JsonPropertyDescription(
            """
            Which resource limits the pod must have: the cgroups it makes are bounded only by the one above.
            Example: {resources: [cpu, memory], max: {cpu: "16", memory: 64Gi}}.""")
        LimitsSpec limits,
    @Size(min = 1, max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            The QoS classes of which the pod must have one. Example: [Guaranteed].""")
        List<@Size(max = Syntax.LABEL_VALUE_LENGTH) QosClass> qosClass,
    @JsonPropertyDescription(
            """
            Which capabilities containers of any kind may add. Example: {allow: [CHOWN, NET_BIND_SERVICE]}.""")
        CapabilitiesSpec capabilities,
    @JsonPropertyDescription(
            """
            Forbidden: every container must set allowPrivilegeEscalation: false. Allowed: it may be left
            out or true. Example: Forbidden.""")
        PrivilegeEscalation privilegeEscalation,
    @Size(min = 1, max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            The types of seccomp profile that containers may run under. A container without a profile of its
            own has the pod's, and where that has none either it counts as Unconfined. Example: [RuntimeDefault, Localhost].""")
        List<@Size(max = Syntax.LABEL_VALUE_LENGTH) Seccomp> seccomp,
    @Size(min = 1, max = Syntax.LIST_ENTRIES)
        @JsonPropertyDescription(
            """
            The kinds of /proc that containers may have. Unmasked is for builders that run containers
            themselves, and Kubernetes takes it only with hostUsers: false. Example: [Default].""")
        List<@Size(max = Syntax.LABEL_VALUE_LENGTH) ProcMount> procMount,
    @JsonPropertyDescription(
            """
            Which hostPath volumes the pod may have. Example: {allow: [/var/lib/images]}.""")
        HostPathsSpec hostPaths,
    @JsonPropertyDescription(
            """
            The level of the Pod Security Standards that the pod must meet by cgrant's own judgement, at the
            newest version and whether or not its namespace enforces it. Rules that have a field of their own
            here are judged by that field. Privileged: none. Example: Restricted.""")
        PodSecurityLevel podSecurity,
    @JsonPropertyDescription(
            """
            Which images containers and image volumes may use. Left out: any. Example:
            {repositories: [registry.example.com/ray], digest: Required}.""")
        ImagesSpec images,
    @JsonPropertyDescription(
            """
            Forbidden: no CPUs of its own, which a Guaranteed pod gets that limits a whole number of them.
            Example: Allowed.""")
        ExclusiveCpus exclusiveCpus,
    @Size(min = 1, max = Syntax.EXPRESSIONS)
        @ValidationRule(
            value = "self.all(one, self.exists_one(other, other.name == one.name))",
            message = "each name must be another")
        @JsonPropertyDescription(
            """
            Requirements of your own, in CEL. Example:
            [{name: small, expression: "size(object.spec.containers) < 5", message: at most four containers}].""")
        List<Rule> rules,
    @JsonPropertyDescription(
            """
            How many grants there may be at one time. Pods are counted when they are created. Where cgrant
            cannot count it does not grant; the command line says that it did not count.
            Example: {podsPerNamespace: 20}.""")
        QuotaSpec quota,
    @JsonPropertyDescription(
            """
            Required: the author of the pod, who wrote its template or created it, and the pod's ServiceAccount
            need the verb use on this policy.
            NotRequired: who may create a pod that matches may have the grant. Other than the rest it is not
            required when left out: roles must be written first, or the policy would grant to nobody.
            Example: Required.""")
        Authorization authorization) {

  /// A requirement as an expression.
  public record Rule(
      @Required
          @Size(min = 1, max = Syntax.LABEL_VALUE_LENGTH)
          @Pattern(Syntax.EXPRESSION_NAME)
          @JsonPropertyDescription("Named where the rule does not hold. Example: small.")
          String name,
      @Required
          @Size(min = 1, max = Syntax.EXPRESSION_LENGTH)
          @JsonPropertyDescription(
              """
              In CEL, with the variables object, oldObject, request and namespaceObject. The rule holds
              where it is true; where it is false or fails, the pod is not granted.
              Example: size(object.spec.containers) < 5.""")
          String expression,
      @Size(min = 1, max = Syntax.MESSAGE_LENGTH)
          @Pattern(Syntax.MESSAGE)
          @JsonPropertyDescription(
              """
              Said to whoever made the pod, where the rule is false: what to change. Example: at most four containers.""")
          String message) {}

  public enum ExclusiveCpus {
    Forbidden,
    Allowed
  }

  public enum UserNamespace {
    Required,
    NotRequired
  }

  public enum PrivilegeEscalation {
    Forbidden,
    Allowed
  }

  public enum Seccomp {
    RuntimeDefault,
    Localhost,
    Unconfined
  }

  public enum ProcMount {
    Default,
    Unmasked
  }
}
