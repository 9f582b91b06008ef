// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is taken over into a pod or a NetworkPolicy as it stands is read to its last key: the API
/// server would drop one that it does not know, and a rule with it.
final class SchemaLeavesTest {

  private static final String TERMS = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String WISHES = "preferredDuringSchedulingIgnoredDuringExecution";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # values                                                              | where                     | what
          {webhookFrom: [{ipBlock: {cdir: 10.0.0.1/32}}]}                       | /webhookFrom/0/ipBlock    | missing property 'cidr'
          {webhookFrom: [{ipBlock: {cidr: 10.0.0.0/8, but: []}}]}               | /webhookFrom/0/ipBlock    | 'but' not allowed
          {webhookFrom: [{ipBlock: {cidr: 10.0.0.1}}]}                          | /webhookFrom/0/ipBlock/cidr | does not match pattern
          {webhookFrom: [{ipBlock: {cidr: 10.0.0.0/8, except: [x]}}]}           | /webhookFrom/0/ipBlock/except/0 | does not match pattern
          {webhookFrom: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}       | /webhookFrom/0            | maxProperties
          {webhookFrom: [{podSelector: {app: x}}]}                              | /webhookFrom/0/podSelector | 'app' not allowed
          {metricsFrom: [{namespaceSelector: {matchLabel: {a: b}}}]}            | /metricsFrom/0/namespaceSelector | 'matchLabel' not allowed
          {metricsFrom: [{namespaceSelector: {matchLabels: {a: 1}}}]}           | /metricsFrom/0/namespaceSelector/matchLabels/a | want string
          {metricsFrom: [{podSelector: {matchExpressions: [{key: a, operator: In, value: [b]}]}}]} | /metricsFrom/0/podSelector/matchExpressions/0 | 'value' not allowed
          {metricsFrom: [{podSelector: {matchExpressions: [{key: a}]}}]}        | /metricsFrom/0/podSelector/matchExpressions/0 | missing property 'operator'
          {metricsFrom: [{podSelector: {matchExpressions: [{key: a, operator: Gt}]}}]} | /metricsFrom/0/podSelector/matchExpressions/0/operator | must be one of
          """)
  void refusesInAPeer(String values, String where, String what) {
    refuses("{networkPolicy: " + values + "}", "/networkPolicy" + where, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {nodeAffinity: {TERMS: {terms: []}}}                                  | /nodeAffinity/TERMS       | 'terms' not allowed
          {nodeAffinity: {required: {nodeSelectorTerms: []}}}                   | /nodeAffinity             | 'required' not allowed
          {nodeAffinity: {TERMS: {nodeSelectorTerms: [{matchLabels: {a: b}}]}}} | /nodeAffinity/TERMS/nodeSelectorTerms/0 | 'matchLabels' not allowed
          {nodeAffinity: {TERMS: {nodeSelectorTerms: [{matchFields: [{key: a, operator: In, is: b}]}]}}} | /nodeAffinity/TERMS/nodeSelectorTerms/0/matchFields/0 | 'is' not allowed
          {nodeAffinity: {WISHES: [{weight: 101, preference: {}}]}}             | /nodeAffinity/WISHES/0/weight | maximum
          {nodeAffinity: {WISHES: [{preference: {}}]}}                          | /nodeAffinity/WISHES/0    | missing property 'weight'
          {podAffinity: {TERMS: [{topologyKey: a, labelSelector: {app: b}}]}}   | /podAffinity/TERMS/0/labelSelector | 'app' not allowed
          {podAffinity: {TERMS: [{labelSelector: {}}]}}                         | /podAffinity/TERMS/0      | missing property 'topologyKey'
          {podAntiAffinity: {TERMS: [{topologyKey: a, namespace: b}]}}          | /podAntiAffinity/TERMS/0  | 'namespace' not allowed
          {podAntiAffinity: {WISHES: [{weight: 1, podAffinityTerm: {topologyKey: a, namespaceSelector: {b: c}}}]}} | /podAntiAffinity/WISHES/0/podAffinityTerm/namespaceSelector | 'b' not allowed
          {podAntiAffinity: {WISHES: [{weight: 1, topologyKey: a}]}}            | /podAntiAffinity/WISHES/0 | 'topologyKey' not allowed
          """)
  void refusesInAffinity(String values, String where, String what) {
    refuses("{affinity: " + spelledOut(values) + "}", "/affinity" + spelledOut(where), what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {topologySpreadConstraints: [{topologyKey: a, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, minDomain: 2}]} | /topologySpreadConstraints/0 | 'minDomain' not allowed
          {topologySpreadConstraints: [{topologyKey: a, maxSkew: 1, whenUnsatisfiable: Never}]} | /topologySpreadConstraints/0/whenUnsatisfiable | must be one of
          {topologySpreadConstraints: [{topologyKey: a, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, labelSelector: {a: b}}]} | /topologySpreadConstraints/0/labelSelector | 'a' not allowed
          {extraEnv: [{name: A, valueFrom: {fieldRef: {path: spec.nodeName}}}]} | /extraEnv/0/valueFrom/fieldRef | 'path' not allowed
          {extraEnv: [{name: A, valueFrom: {nodeName: {}}}]}                    | /extraEnv/0/valueFrom     | 'nodeName' not allowed
          {extraEnv: [{name: A, valueFrom: {}}]}                                | /extraEnv/0/valueFrom     | minProperties
          {extraEnv: [{name: A, valueFrom: {secretKeyRef: {name: a}}}]}         | /extraEnv/0/valueFrom/secretKeyRef | missing property 'key'
          {extraEnv: [{name: A, valueFrom: {secretKeyRef: {name: a, key: b, namespace: c}}}]} | /extraEnv/0/valueFrom/secretKeyRef | 'namespace' not allowed
          {extraEnv: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: b, optional: "no"}}}]} | /extraEnv/0/valueFrom/configMapKeyRef/optional | want boolean
          {extraEnv: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, unit: m}}}]} | /extraEnv/0/valueFrom/resourceFieldRef | 'unit' not allowed
          {tolerations: [{key: a, operator: In}]}                               | /tolerations/0/operator   | must be one of
          """)
  void refusesElsewhereInAPod(String values, String where, String what) {
    refuses(values, where, what);
  }

  @Test
  void takesWhatKubernetesTakes() {
    Rendered rendered =
        Chart.render(
            spelledOut(
                """
                networkPolicy:
                  webhookFrom:
                  - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
                  - {podSelector: {}, namespaceSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}]}}
                affinity:
                  nodeAffinity:
                    TERMS: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [a]}]}]}
                    WISHES: [{weight: 5, preference: {matchExpressions: [{key: cores, operator: Gt, values: ["3"]}]}}]
                  podAffinity:
                    TERMS: [{topologyKey: zone, namespaces: [a], labelSelector: {matchLabels: {a: b}}, mismatchLabelKeys: [c]}]
                  podAntiAffinity:
                    WISHES: [{weight: 1, podAffinityTerm: {topologyKey: host, namespaceSelector: {}, matchLabelKeys: [c]}}]
                topologySpreadConstraints:
                - {topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, minDomains: 2, nodeTaintsPolicy: Honor, nodeAffinityPolicy: Ignore}
                extraEnv:
                - {name: A, valueFrom: {secretKeyRef: {name: a, key: b.c_d, optional: true}}}
                - {name: B, valueFrom: {resourceFieldRef: {containerName: cgrant, resource: limits.cpu, divisor: 1m}}}
                - {name: C, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: spec.nodeName}}}
                """));
    assertFalse(rendered.only("deployment.yaml").at("/spec/template/spec/affinity").isEmpty());
  }

  private static void refuses(String values, String where, String what) {
    String message = Chart.refusal(values);
    assertTrue(message.contains("at '" + where + "'"), message);
    assertTrue(message.contains(what), message);
  }

  private static String spelledOut(String text) {
    return text.replace("TERMS", TERMS).replace("WISHES", WISHES);
  }
}
