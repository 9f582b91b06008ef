// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

/// Every reason that a finding can give. The names are stable: machines read them, and so do the
/// people of `docs/reference/reasons.md`, which is written from here.
///
/// A reason of a check is explained where the check is; any other is explained here, with what it
/// means, why, and a way out.
public enum Reason {
  PrivilegedContainer,
  HostCgroupNamespace,
  HostCgroupTree,
  RuntimePath,
  RuntimeAnnotation,
  UnknownRuntimeAnnotation,
  WindowsPod,
  HostNamespace,
  UserNamespaceMissing,
  LimitMissing,
  LimitAboveMax,
  TotalLimitAboveMax,
  QosClassNotAllowed,
  CapabilityNotAllowed,
  UnknownCapability,
  PrivilegeEscalation,
  SeccompNotAllowed,
  ProcMountNotAllowed,
  HostPathNotAllowed,
  RawBlockVolume,
  HostPort,
  ProbeHost,
  AppArmorNotAllowed,
  SeLinuxNotAllowed,
  SysctlNotAllowed,
  VolumeTypeNotAllowed,
  RunsAsRoot,
  RunAsUserZero,
  CapabilitiesNotDropped,
  ImageUnreadable,
  ImageNotAllowed,
  ImageWithoutDigest,
  ExclusiveCpus,

  /// One of the policy's `require.rules` is false for this pod.
  ///
  /// Why: the policy's author says so in the rule's `message`, or by its expression.
  ///
  /// Way out: change the pod so that the rule holds, as the finding says, or ask for a policy
  /// without it.
  RuleUnmet,

  /// One of the policy's `require.rules` can be neither true nor false for this pod.
  ///
  /// Why: an error is never a grant. Often the expression reads a field that the pod leaves
  /// out.
  ///
  /// Way out: set what the rule reads, as the finding names it. The author of the policy can
  /// ask with `has()` or `?.` first ([CEL](cel.md)).
  RuleFailed,

  /// Who created the pod, or wrote the template it was made of, may not use the policy.
  ///
  /// Why: the policy has `require.authorization: Required`, and RBAC does not give that user
  /// the verb `use` on it; or cgrant has not seen who wrote the template.
  ///
  /// Way out: ask for a role with that verb, or have somebody who has it run `kubectl rollout
  /// restart` ([authorize with RBAC](../how-to/authorize-with-rbac.md)).
  AuthorNotAllowed,

  /// The pod's ServiceAccount may not use the policy.
  ///
  /// Why: the policy has `require.authorization: Required`, and what runs in the pod has the
  /// grant too.
  ///
  /// Way out: ask for a role with the verb `use` for it, or name another ServiceAccount in
  /// `spec.serviceAccountName` ([authorize with RBAC](../how-to/authorize-with-rbac.md)).
  ServiceAccountNotAllowed,

  /// A warning of `cgrant check`: the policy has `require.authorization: Required`, and
  /// nobody was asked.
  ///
  /// Why: RBAC is in the API server, and files do not have it.
  ///
  /// Way out: none is needed; the cluster asks. `kubectl auth can-i use
  /// writablecgrouppolicies.cgrant.io/NAME` tells before.
  PermissionNotChecked,

  /// As many pods of the namespace hold a grant of the policy as its quota allows.
  ///
  /// Why: `require.quota.podsPerNamespace` bounds how many hold one at one time.
  ///
  /// Way out: delete one that the finding names, or ask for a larger quota ([bound with a
  /// quota](../how-to/bound-with-a-quota.md)).
  QuotaExceeded,

  /// A warning of `cgrant check`: the policy has a quota, and nobody counted its pods.
  ///
  /// Why: the pods are in the API server, and files do not have them.
  ///
  /// Way out: none is needed; the cluster counts.
  QuotaNotCounted,

  /// An update would make a pod ask, and the policy that would grant it has a quota.
  ///
  /// Why: pods are counted when they are created, and this one was not.
  ///
  /// Way out: create the pod anew.
  QuotaOnlyAtCreation,

  /// A pod reaches `/validate` without the annotation by which a policy with a quota counts.
  ///
  /// Why: the mutating webhook writes `cgrant.io/granted-by`, and it was not asked, or a
  /// policy has changed in between.
  ///
  /// Way out: try again; if it stays, look whether the MutatingWebhookConfiguration `cgrant`
  /// is installed.
  QuotaWithoutRecord,

  /// The pod's label `cgrant.io/writable-cgroup` says neither `"true"` nor `"false"`.
  ///
  /// Why: nobody should guess whether the author wanted a writable cgroup, so such a pod is judged
  /// as one that asks, and refused.
  ///
  /// Way out: write `"true"` to ask or `"false"` to opt out; quoted, or YAML makes it no text.
  AskUnclear,

  /// The pod asks by its label, takes no route, and can no longer be given a RuntimeClass.
  ///
  /// Why: only the creation of a pod can set its class. Either the label was added later, or the
  /// mutating webhook was not asked.
  ///
  /// Way out: create the pod anew; if it is new, look whether the
  /// MutatingWebhookConfiguration `cgrant` is installed.
  AskUnanswered,

  /// The pod asks by its label, and names a RuntimeClass whose handler gives no writable cgroup.
  ///
  /// Why: cgrant never replaces a RuntimeClass, because it can be what isolates the pod.
  ///
  /// Way out: remove `runtimeClassName`, so that the policy's is set; or do not ask.
  RuntimeClassConflict,

  /// No WritableCgroupPolicy speaks for the pod. Where one selects it and only a condition keeps
  /// it from speaking, the finding names the policy and the condition.
  ///
  /// Why: policies only ever allow, so without one nothing is granted.
  ///
  /// Way out: ask the platform team for a policy whose `match` fits the labels of the
  /// namespace and of the pod, its ServiceAccount, and whose conditions hold for it.
  NoPolicy,

  /// The pod takes a way to a writable cgroup that the policy does not give: its
  /// `grant.routes` does not name it.
  ///
  /// Why: each route is implemented by another runtime, and the policy's author chose some.
  ///
  /// Way out: remove the field or annotation that the finding names, or ask for a policy that
  /// grants the route. Of `CrioSystemd` no more can be seen than `command` and `args`: without a
  /// `command` the image's own ENTRYPOINT runs, and an image that starts systemd has the route
  /// unseen.
  RouteNotGranted,

  /// An annotation has the name of a route, in a form or with a value that no runtime of today
  /// takes.
  ///
  /// Why: a newer runtime may take it, so a pod that asks is refused. One that does not is only
  /// warned about.
  ///
  /// Way out: write exactly `"true"` or `"false"`, or remove the annotation.
  RouteUnclear,

  /// What a container runs comes from a Secret, a ConfigMap or another place that is not in the
  /// pod.
  ///
  /// Why: CRI-O makes the cgroup writable if it is systemd, and admission cannot see that.
  ///
  /// Way out: write the program out in `command`, or ask for a policy that grants `CrioSystemd`.
  /// Without a `command` the image's own ENTRYPOINT runs, which cgrant cannot see.
  EntrypointUnknown,

  /// The policy would set a RuntimeClass that does not exist.
  ///
  /// Why: the API server would refuse the pod.
  ///
  /// Way out: the platform team creates the class, or names another one in
  /// `grant.runtimeClassName`.
  RuntimeClassNotFound,

  /// The policy would set a RuntimeClass whose handler is none of `cgrant.gated-handlers`.
  ///
  /// Why: as far as cgrant knows such a handler gives no writable cgroup, so the grant would be
  /// void; or it does, and then every pod may take it.
  ///
  /// Way out: the platform team names the handler in `cgrant.gated-handlers`, or another class in
  /// `grant.runtimeClassName`.
  RuntimeClassNotGated,

  /// One of the policy's `match.conditions` can be neither true nor false for this pod.
  ///
  /// Why: an error is never a grant. Often the expression reads a field that the pod leaves out.
  ///
  /// Way out: the finding says what failed: change the pod, or have the author of the policy ask
  /// with `has()` or `?.` first ([CEL](cel.md)).
  ConditionFailed,

  /// The annotation `cgrant.io/granted-by` claims a grant that the pod does not have.
  ///
  /// Why: it is evidence of who granted what, so nobody but cgrant writes it.
  ///
  /// Way out: leave the annotation out. If the policies have just changed, try again.
  GrantedByForged,

  /// An update sets, changes or removes the annotation `cgrant.io/granted-by`.
  ///
  /// Why: it records how the pod was granted, for as long as the pod lives.
  ///
  /// Way out: leave it as it is.
  GrantedByChanged,

  /// A Binding carries an annotation of a route, the ask label or the record of a grant.
  ///
  /// Why: the API server copies it onto a pod that was judged without it.
  ///
  /// Way out: set it where the pod is created, and leave it out of the Binding.
  BindingCarriesRoute
}
