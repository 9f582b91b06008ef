// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parts of a pod that several judges need, read once.
final class OraclePod {

  enum Kind {
    MAIN,
    INIT,
    SIDECAR,
    EPHEMERAL
  }

  record Container(Kind kind, String name, Tree.Obj tree, Tree.Obj security) {}

  final Reading read = new Reading();
  final Map<String, String> labels;
  final Map<String, String> annotations;
  final Tree.Obj spec;
  final Tree.Obj security;
  final List<Container> containers = new ArrayList<>();
  final Optional<String> runtimeClass;

  /// Or what it will begin with.
  final String name;

  final String namespace;

  OraclePod(Tree.Obj pod) {
    Tree.Obj metadata = read.object(pod, "metadata").orElse(nothing());
    labels = read.words(metadata, "labels");
    annotations = read.words(metadata, "annotations");
    spec = read.object(pod, "spec").orElse(nothing());
    security = read.object(spec, "securityContext").orElse(nothing());
    runtimeClass = read.text(spec, "runtimeClassName").filter(n -> !n.isEmpty());
    String prefix = read.text(metadata, "generateName").orElse("");
    name = read.text(metadata, "name").filter(n -> !n.isEmpty()).orElse(prefix);
    namespace = read.text(metadata, "namespace").orElse("");
    read.text(metadata, "deletionTimestamp");
    read.text(in(security, "seccompProfile"), "type");
    read.onlyItsType(spec, "schedulingGates");
    containers(Kind.MAIN, "containers");
    containers(Kind.INIT, "initContainers");
    containers(Kind.EPHEMERAL, "ephemeralContainers");
  }

  private void containers(Kind kind, String list) {
    for (Tree.Obj tree : read.objects(spec, list)) {
      read.text(tree, "image");
      read.onlyItsType(tree, "envFrom");
      boolean always = read.text(tree, "restartPolicy").filter("Always"::equals).isPresent();
      containers.add(
          new Container(
              kind == Kind.INIT && always ? Kind.SIDECAR : kind,
              read.text(tree, "name").orElse(""),
              tree,
              read.object(tree, "securityContext").orElse(nothing())));
    }
  }

  Tree.Obj in(Tree.Obj parent, String key) {
    return read.object(parent, key).orElse(nothing());
  }

  /// The security contexts of the pod and of each container.
  List<Tree.Obj> securities() {
    var all = new ArrayList<Tree.Obj>();
    all.add(security);
    containers.forEach(c -> all.add(c.security()));
    return all;
  }

  static Tree.Obj nothing() {
    return new Tree.Obj(List.of());
  }
}
