// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.ArrayList;
import java.util.List;

/// What the cluster must know of the node's handler.
final class ClusterFiles {

  static final String CLASS_FILE = "runtimeclass.yaml";
  private static final String KUSTOMIZATION_FILE = "kustomization.yaml";

  private static final String RUNTIME_CLASS =
      """
      # The name by which pods reach handler "$HANDLER". On the nodes the handler has to be there first.
      #
      # The label says that it is meant: cgrant's guard refuses a class of a gated handler without it. The class grants
      # nothing; a pod that names it needs a WritableCgroupPolicy.
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        name: $NAME
        labels:
          cgrant.io/gated: "true"
      handler: $HANDLER
      """;

  private static final String OVERHEAD =
      """
      # What the cgroups below one container take from the node, and no limit of the pod counts: up to 340 KiB each, more
      # on nodes with many CPUs. Where pods have several containers, it is that much for each (--overhead).
      overhead:
        podFixed:
          memory: $MEMORY
      """;

  private static final String SCHEDULING =
      """
      # Nodes that have the handler: kubectl label node NAME $LABEL
      scheduling:
        nodeSelector:
          $KEY: "$VALUE"
      """;

  private static final String KUSTOMIZATION =
      """
      # For `kubectl apply -k`, once cgrant is there. Both at once: a kustomization of your own that names this folder and cgrant's
      # `deploy`, and patches what is different in your cluster.
      apiVersion: kustomize.config.k8s.io/v1beta1
      kind: Kustomization
      resources:
      - runtimeclass.yaml
      """;

  private ClusterFiles() {}

  static List<NodeFile> of(Place place) {
    var files = new ArrayList<NodeFile>();
    files.add(new NodeFile(CLASS_FILE, runtimeClass(place)));
    files.add(new NodeFile(KUSTOMIZATION_FILE, KUSTOMIZATION));
    return files;
  }

  private static String runtimeClass(Place place) {
    var text = new StringBuilder(RUNTIME_CLASS);
    place.overhead().ifPresent(memory -> text.append(OVERHEAD.replace("$MEMORY", memory)));
    place.nodeLabel().ifPresent(label -> text.append(scheduling(label)));
    return text.toString().replace("$NAME", place.className()).replace("$HANDLER", place.handler());
  }

  private static String scheduling(String label) {
    int equals = label.indexOf('=');
    return SCHEDULING
        .replace("$LABEL", label)
        .replace("$KEY", label.substring(0, equals))
        .replace("$VALUE", label.substring(equals + 1));
  }
}
