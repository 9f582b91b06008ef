// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

/// Why a pod holds what nobody would give it today. What the names mean is in
/// `docs/reference/reasons.md`, which is written from here.
public enum Cause {
  /// The pod takes a way to a writable cgroup, and no grant was recorded in it.
  ///
  /// Why: it was created before cgrant was there or while it was off, or it is a static pod, which
  /// no admission stops.
  ///
  /// Way out: delete the pod, so that its controller makes another that asks; a static pod is
  /// changed on its node.
  NoRecord,

  /// The policy that the pod was granted by is gone.
  ///
  /// Why: it was deleted or has another name now, and nobody can read any more on what terms the
  /// pod was granted. The note says whether another policy would grant it.
  ///
  /// Way out: delete the pod, so that it is judged by the policies of today.
  PolicyDeleted,

  /// The policy that the pod was granted by was changed, and no policy of today would grant it.
  ///
  /// Why: a change of a policy does not touch pods that run. One that leaves them their grant is
  /// not told.
  ///
  /// Way out: mend what the findings name and let the pod be made anew, or delete it.
  PolicyChanged,

  /// The policy that the pod was granted by is as it was, and no policy of today would grant it.
  ///
  /// Why: what the policy looks at has changed: an exception has ended, or the labels of the
  /// namespace or the pod are others.
  ///
  /// Way out: as the findings say, or delete the pod.
  CircumstancesChanged,

  /// The RuntimeClass of the pod stands, or may stand, for another handler than when the pod was
  /// made.
  ///
  /// Why: the class was deleted, and maybe made anew; what handler it had before, nobody knows. The
  /// pod runs by the one that it was started with, and by the new one where its node starts it
  /// again.
  ///
  /// Way out: delete the pod, and keep names of RuntimeClasses for one handler.
  ClassChanged
}
