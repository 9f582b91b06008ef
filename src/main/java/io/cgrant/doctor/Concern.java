// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

/// What is looked at, by the name that reports use. The names do not change from one version to the
/// next, so machines may read them.
///
/// `docs/reference/doctor.md` is written from here.
public enum Concern {
  WebhookConfigurations(
      Place.Cluster,
      "Both configurations `cgrant` are there, with every webhook that this version registers, and as"
          + " it registers them: failure policy, match conditions, rules, selectors.",
      "What is not sent to cgrant is not judged. A condition that was edited lets pods by without a"
          + " word."),
  CaBundles(
      Place.Cluster,
      "The `caBundle` of each webhook holds certificates that are valid, and all hold the same.",
      "Without it the API server does not believe cgrant: pods that ask are refused, and what is"
          + " registered with Ignore does not happen."),
  OtherWebhooks(
      Place.Cluster,
      "Which other mutating webhooks see pods after cgrant.",
      "They can change a pod that cgrant has prepared. The validating webhook judges the pod as it"
          + " ends, so nothing gets by; but a pod can be refused for what its author never wrote."),
  Guards(
      Place.Cluster,
      "Every ValidatingAdmissionPolicy of cgrant is there, with its binding, and as this version"
          + " writes it: failure policy, actions, rules, selectors, conditions, validations, and the"
          + " gated handlers.",
      "They keep a gated handler from a RuntimeClass that nobody admitted, the ask of a namespace"
          + " from whoever may label it, and an author's name from others, also while cgrant is away."
          + " One that was edited guards less, without a word."),
  ClassesAdmitted(
      Place.Cluster,
      "Every RuntimeClass whose handler is gated carries `cgrant.io/gated: \"true\"`, and no other"
          + " does.",
      "One without the label came past the guard. One with it whose handler is not gated looks"
          + " guarded and is not: its pods are let by unjudged."),
  HandlersAlike(
      Place.Cluster,
      "No two RuntimeClasses name the same gated handler, and no class names one that only looks"
          + " like a gated handler.",
      "A second class is a second door; policies, quotas and people know one. A writable handler"
          + " that is not gated is an open door."),
  ClassNodes(
      Place.Cluster,
      "The node selector of each gated RuntimeClass matches a node.",
      "Its pods wait for ever, and the reason stands in an Event of the scheduler alone."),
  NodeHandlers(
      Place.Cluster,
      "The nodes that a gated RuntimeClass selects have its handler (`status.runtimeHandlers`).",
      "A pod that comes to a node without it stays in ContainerCreating: no runtime for the handler"
          + " is configured."),
  NodeUserNamespaces(
      Place.Cluster,
      "Where a policy requires or sets a user namespace, the nodes can give one to pods of the"
          + " handler (`status.runtimeHandlers[].features.userNamespaces`).",
      "The kubelet refuses such a pod; where kubelet or runtime are old, it runs without one."),
  NodeVersions(
      Place.Cluster,
      "The container runtime of these nodes knows a writable cgroup: containerd `cgroup_writable`, and"
          + " keeps `nsdelegate`; CRI-O the annotation (`status.nodeInfo.containerRuntimeVersion`).",
      "containerd before 2.1 drops the key in silence: the mount stays read-only. 2.1.0 to 2.1.6 and"
          + " 2.2.0 to 2.2.2 let any privileged container strip `nsdelegate` from the node, and then root"
          + " without a user namespace raises its own limits. CRI-O before 1.23 does not know the"
          + " annotation: the mount stays read-only."),
  NodeKernels(
      Place.Cluster,
      "The kernel of these nodes has what user namespaces of pods need"
          + " (`status.nodeInfo.kernelVersion`).",
      "Before Linux 6.3 tmpfs cannot be mounted with mapped ids, so a pod with a user namespace and a"
          + " Secret or a token does not start (Kubernetes, User Namespaces)."),
  PoliciesReady(
      Place.Cluster, "Every WritableCgroupPolicy compiles.", "One that does not grants nothing."),
  PoliciesMatch(
      Place.Cluster,
      "The namespace selector of each policy matches a namespace.",
      "A policy that selects nothing never grants, and a mistyped label looks like a refusal."),
  PolicyRoutes(
      Place.Cluster,
      "What each policy grants is there: its RuntimeClass exists and has a gated handler, and some"
          + " node can take the other routes it names.",
      "A grant of what nobody offers is a pod that runs with its cgroup read-only."),
  PolicyRequirements(
      Place.Cluster,
      "No policy selects or requires what excludes itself, has a condition or a rule that is true for"
          + " no pod, or requires or grants alone what the Pod Security level of its namespaces refuses.",
      "It can never grant."),
  PodSecurityExemptions(
      Place.Cluster,
      "Whether the API server exempts a gated RuntimeClass from Pod Security.",
      "For a class that is exempt, Pod Security is off as a whole, whatever the namespace says, and"
          + " only the policy of cgrant is left."),
  VoidGrants(
      Place.Cluster,
      "Whether the pods that hold a writable cgroup by whatever route can use it, and those of"
          + " templates that ask could: by user, user namespace, runtime and cgroup driver.",
      "The mount says rw and every mkdir says Permission denied: the directory belongs to somebody"
          + " else."),
  CgroupVersion(
      Place.Node,
      "The cgroup file system of the node is version 2 alone.",
      "On version 1 or a hybrid containerd refuses its whole CRI plugin when a handler has"
          + " `cgroup_writable`: one drop-in takes the node down, plain pods too. CRI-O leaves the"
          + " cgroup read-only there, and says nothing."),
  CgroupDelegation(
      Place.Node,
      "It is mounted with `nsdelegate`.",
      "Without it, root of a container without a user namespace writes its own `memory.max` and"
          + " `cpu.max`."),
  Kernel(
      Place.Node,
      "The kernel has what user namespaces of pods need.",
      "Before Linux 6.3 tmpfs cannot be mounted with mapped ids (Kubernetes, User Namespaces)."),
  RuntimeVersions(
      Place.Node,
      "The packages of containerd, CRI-O, runc and crun are new enough, also for what their files"
          + " say, as far as files tell.",
      "containerd before 2.1 drops `cgroup_writable` in silence, runc before 1.2 and crun before 1.9"
          + " make no user namespace for a pod (Kubernetes, User Namespaces). CRI-O before 1.35 leaves"
          + " out a handler that allows the annotation by its new name, and does not start with such a"
          + " workload."),
  RuntimeConfiguration(
      Place.Node,
      "The configuration of containerd or CRI-O is there and can be read whole.",
      "What is written and not loaded does nothing."),
  Loaded(
      Place.Node,
      "The containerd or CRI-O that runs was started with the files that are looked at, and after"
          + " their last change.",
      "Both read their configuration when they start. Until then a handler that was written is not"
          + " there, and one that was taken away still makes cgroups writable."),
  ConfigurationVersions(
      Place.Node,
      "The main file of containerd and every file it imports say the same `version`.",
      "On a mismatch containerd drops the CRI section of one of them, with a warning at most: the"
          + " default handler, its cgroup driver, or the new handler are gone. From 2.3 on they may differ;"
          + " but 2.3.0 to 2.3.4 do not start where an imported file says a higher one."),
  Imports(
      Place.Node,
      "What lies in `/etc/containerd/conf.d` is imported.",
      "Nothing is imported that the main file does not name, in no release, and nothing at all where"
          + " there is none. `containerd config default` writes the line from 2.2 on."),
  WritableHandlers(
      Place.Node,
      "No handler mounts the cgroup writable that is not gated, the default one least of all; with"
          + " containerd, each gated one does.",
      "Where a handler does that cgrant does not gate, pods get a writable cgroup and nobody is"
          + " asked. Where a gated one does not, a grant does nothing."),
  DefaultHandler(
      Place.Node,
      "The handler that `default_runtime_name` names is there.",
      "Every pod without a RuntimeClass fails."),
  CgroupDriver(
      Place.Node,
      "All handlers and the kubelet use the same cgroup driver.",
      "A handler inherits nothing from another. Under cgroupfs the directory of a grant stays host"
          + " root's for most users, and two drivers on one node are two owners of one tree."),
  VoidUsers(
      Place.Node,
      "To whom a grant is void under each handler that mounts the cgroup writable: by the program"
          + " that makes the containers, and the cgroup driver.",
      "The mount says rw and every mkdir says Permission denied: the directory belongs to somebody"
          + " else, and which user can use it, no file of the node says."),
  BaseSpec(
      Place.Node,
      "Each writable handler has a `base_runtime_spec` that is there, can be read, and bounds"
          + " `cgroup.max.descendants` and `cgroup.max.depth`.",
      "A container of 64 MiB made 3,000 cgroups; of 42,000 a node died. Only the field of KEP-5474"
          + " has bounds of its own. A file that is missing stops the whole CRI plugin."),
  RuntimePrograms(
      Place.Node,
      "The program of each writable handler is there.",
      "Its pods fail when their sandbox is made."),
  PassedAnnotations(
      Place.Node,
      "No writable handler passes annotations of the pod on to the runtime that set properties of"
          + " systemd or features of the runtime.",
      "`org.systemd.property.*` was code on the node (CVE-2024-3154)."),
  CrioAnnotations(
      Place.Node,
      "Which handlers and workloads of CRI-O let a pod mount its cgroup writable by annotation, and"
          + " whether any lets it set cgroup keys, systemd properties or a user namespace.",
      "cgrant judges the annotation; what CRI-O does not allow it removes, and the grant does"
          + " nothing."),
  CrioBounds(
      Place.Node,
      "A hook in a folder of `hooks_dir` bounds `cgroup.max.descendants` and `cgroup.max.depth` of"
          + " whatever CRI-O makes writable, by annotation or by a first word; each hook can be read,"
          + " and its program is there.",
      "CRI-O has no base specification and bounds nothing itself. A hook in another folder does"
          + " nothing, and one that cannot be read or has no program keeps CRI-O from starting.");

  private final Place place;
  private final String looksAt;
  private final String why;

  Concern(Place place, String looksAt, String why) {
    this.place = place;
    this.looksAt = looksAt;
    this.why = why;
  }

  /// Where it is looked for.
  public enum Place {
    Cluster,
    Node
  }

  public Place place() {
    return place;
  }

  /// What is so where all is well.
  public String looksAt() {
    return looksAt;
  }

  /// Why it matters.
  public String why() {
    return why;
  }
}
