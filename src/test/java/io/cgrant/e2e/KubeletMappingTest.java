// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.node.Workload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A pod is run as a kubelet would run it, or not at all: what makes a difference and is not mapped
/// is named, and what is passed over is of no account to what a container does with its cgroup.
final class KubeletMappingTest {

  private static final JsonNode CLASS =
      Manifests.parse("{metadata: {name: writable}, handler: cgroup-writable}").getFirst();

  private static final String POD =
      """
      metadata: {name: worker}
      spec:
        hostUsers: false
        securityContext: {runAsUser: 1000}
        volumes:
        - {name: node, hostPath: {path: /etc}}
        - {name: work, emptyDir: {}}
        containers:
        - name: main
          image: localhost/e2e:1
          lifecycle: {}
          env: [{name: HOME, value: /work}]
          volumeMounts:
          - {name: node, mountPath: /node, readOnly: true}
          - {name: work, mountPath: /work}
          resources: {limits: {cpu: "1", memory: 1Gi}, requests: {cpu: 500m}}
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: {drop: [ALL]}
            seccompProfile: {type: RuntimeDefault}
      """;

  /// @param at below `spec`
  /// @param fields in the place of those there
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                            | hostPID: true                         | hostPID",
        "/                            | hostIPC: true                         | hostIPC",
        "/                            | hostNetwork: true                     | hostNetwork",
        "/                            | shareProcessNamespace: true           | shareProcessNamespace",
        "/securityContext             | supplementalGroups: [7]               | supplementalGroups",
        "/securityContext             | sysctls: [{name: a, value: b}]        | sysctls",
        "/securityContext             | runAsGroup: 7                         | runAsGroup 7",
        "/containers/0                | restartPolicy: Always                 | restartPolicy",
        "/containers/0                | startupProbe: {tcpSocket: {port: 80}} | startupProbe",
        "/containers/0                | tty: true                             | tty",
        "/containers/0                | workingDir: /work                     | workingDir",
        "/containers/0                | envFrom: [{secretRef: {name: a}}]     | envFrom",
        "/containers/0/env/0          | valueFrom: {fieldRef: {fieldPath: a}} | valueFrom",
        "/containers/0/lifecycle      | postStart: {exec: {command: [x]}}     | postStart",
        "/containers/0/volumeMounts/0 | readOnly: false                       | hostPath to write",
        "/containers/0/volumeMounts/1 | subPath: a                            | subPath",
        "/containers/0/securityContext | privileged: true                     | privileged",
        "/containers/0/securityContext | seLinuxOptions: {level: a}           | seLinuxOptions",
        "/containers/0/securityContext | runAsGroup: 7                        | runAsGroup 7",
      })
  void whatIsNotMappedIsNamed(String at, String fields, String named) {
    JsonNode bent = bent(at, fields);
    var refused =
        assertThrows(IllegalArgumentException.class, () -> workload(bent), bent::toString);
    assertEquals(
        "the mapping does not know [" + named + "] of pod \"worker\"", refused.getMessage());
  }

  /// On purpose: who reaches it, when it is ended, other containers, and what these nodes lack.
  /// Whatever a volume holds, but the node's own folders, an empty folder stands for.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                             | serviceAccountName: worker, dnsPolicy: Default",
        "/                             | initContainers: [{name: other, tty: true}]",
        "/securityContext              | fsGroup: 1000",
        "/securityContext              | runAsGroup: 1000, runAsNonRoot: true",
        "/volumes/1                    | secret: {secretName: a}",
        "/containers/0                 | ports: [{containerPort: 80}]",
        "/containers/0                 | livenessProbe: {exec: {command: [x]}}",
        "/containers/0                 | readinessProbe: {exec: {command: [x]}}",
        "/containers/0/lifecycle       | preStop: {exec: {command: [x]}}",
        "/containers/0/securityContext | appArmorProfile: {type: RuntimeDefault}",
      })
  void whatIsOfNoAccountIsPassedOver(String at, String fields) {
    assertEquals(workload(bent("/", "")), workload(bent(at, fields)));
  }

  private static Workload workload(JsonNode pod) {
    return KubeletMapping.workload(pod, CLASS);
  }

  private static JsonNode bent(String at, String fields) {
    JsonNode pod = Manifests.parse(POD).getFirst();
    var place = (ObjectNode) pod.at(at.equals("/") ? "/spec" : "/spec" + at);
    place.setAll((ObjectNode) Manifests.parse("{" + fields + "}").getFirst());
    return pod;
  }
}
