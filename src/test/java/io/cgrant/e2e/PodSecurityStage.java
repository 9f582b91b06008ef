// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.docs.BentPod;
import io.cgrant.docs.PodSecurityRule;
import io.cgrant.docs.PodSecurityRule.Level;
import java.util.Locale;

/// Two namespaces in which the API server's own Pod Security refuses, and in each a pod that it
/// accepts, for containers that only a running pod is given.
final class PodSecurityStage implements AutoCloseable {

  static final String POD = "pod";
  static final String EPHEMERAL = "ephemeralContainers";

  /// The first whose standard asks a pod in a user namespace for no user that is not root.
  static final int RELAXED = 35;

  private static final String AS_NON_ROOT = "{'spec': {'securityContext': {'runAsNonRoot': true}}}";

  private final Stage stage;
  private final String id;
  private final int minor;

  PodSecurityStage(Stand stand) {
    stage = new Stage(stand);
    id = stand.newId();
    minor = Integer.parseInt(stage.admin().get("/version").body().path("minor").asText());
    for (Level level : Level.values()) {
      String name = level.name().toLowerCase(Locale.ROOT);
      stage.given(
          Manifests.parse(
              """
              apiVersion: v1
              kind: Namespace
              metadata:
                name: %s
                labels:
                  pod-security.kubernetes.io/enforce: %s
                  pod-security.kubernetes.io/enforce-version: latest
              """
                  .formatted(namespace(level), name)));
      ObjectNode stored = BentPod.bent(minor < RELAXED ? AS_NON_ROOT : "{}");
      stage.create(in(level, stored)).orThrow();
    }
  }

  /// Of the API server's version.
  int minor() {
    return minor;
  }

  /// As a dry run, without a field that the server does not know.
  ///
  /// @param place of the patch: the pod, or a list of containers
  Reply send(PodSecurityRule rule, Level level, String place, String patch) {
    if (place.equals(EPHEMERAL)) {
      return debug(level, patch);
    }
    ObjectNode pod = place.equals(POD) ? BentPod.bent(patch) : BentPod.bentContainer(place, patch);
    boolean isAboutUsers =
        rule == PodSecurityRule.runAsNonRoot || rule == PodSecurityRule.runAsUser;
    if (minor < RELAXED && !isAboutUsers) {
      BentPod.merge(pod, AS_NON_ROOT);
    }
    if (rule == PodSecurityRule.windowsHostProcess && !place.equals(POD)) {
      BentPod.merge(pod, "{'spec': {'hostUsers': null, 'hostNetwork': true}}");
    }
    if (rule == PodSecurityRule.hostProbesAndHostLifecycle && place.equals("initContainers")) {
      // Others have no probes.
      ((ObjectNode) pod.at("/spec/initContainers/0")).put("restartPolicy", "Always");
    }
    in(level, pod).withObject("/metadata").put("name", "bent");
    return stage
        .admin()
        .post(Resources.collection(pod) + "?dryRun=All&fieldValidation=Strict", pod);
  }

  /// A container that is added to the pod that is there.
  private Reply debug(Level level, String patch) {
    JsonNode container = BentPod.bentContainer(EPHEMERAL, patch).at("/spec/ephemeralContainers/0");
    ((ObjectNode) container).remove("resources");
    ObjectNode added = JsonNodeFactory.instance.objectNode();
    added.withObject("/spec").putArray(EPHEMERAL).add(container);
    String path = Resources.path(in(level, BentPod.bent("{}")));
    return stage.admin().strategicPatch(path + "/ephemeralcontainers?dryRun=All", added.toString());
  }

  private ObjectNode in(Level level, ObjectNode pod) {
    pod.withObject("/metadata").put("namespace", namespace(level));
    return pod;
  }

  private String namespace(Level level) {
    return "pod-security-" + level.name().toLowerCase(Locale.ROOT) + "-" + id;
  }

  @Override
  public void close() {
    stage.close();
  }
}
