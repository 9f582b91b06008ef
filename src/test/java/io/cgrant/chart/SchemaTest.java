// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A value of another form is an error that names it, and so is a key that does not exist.
final class SchemaTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # values                                                             | where                        | what
          {replica: 3}                                                         | at ''                        | 'replica' not allowed
          {image: {repo: x}}                                                   | at '/image'                  | 'repo' not allowed
          {certificates: {certManager: {issuer: x}}}                           | at '/certificates/certManager' | 'issuer' not allowed
          {metrics: {podMonitor: {enable: true}}}                              | at '/metrics/podMonitor'     | 'enable' not allowed
          {resources: {limits: {gpu: 1}}}                                      | at '/resources/limits'       | 'gpu' not allowed
          {runtimeClasses: [{name: a, handler: b, kind: c}]}                   | at '/runtimeClasses/0'       | 'kind' not allowed
          {runtimeClasses: [{name: a}]}                                        | at '/runtimeClasses/0'       | missing property 'handler'
          {replicas: -1}                                                       | at '/replicas'               | minimum
          {replicas: "2"}                                                      | at '/replicas'               | got string, want integer
          {image: {digest: latest}}                                            | at '/image/digest'           | does not match pattern
          {image: {repository: "Registry/cgrant:1"}}                           | at '/image/repository'       | does not match pattern
          {image: {pullPolicy: Sometimes}}                                     | at '/image/pullPolicy'       | must be one of
          {gatedHandlers: []}                                                  | at '/gatedHandlers'          | minItems
          {gatedHandlers: ["a'] or true"]}                                     | at '/gatedHandlers/0'        | does not match pattern
          {gatedHandlers: [cgroup-writable, untrusted]}                        | at '/gatedHandlers/1'        | not
          {gatedHandlers: [runc]}                                              | at '/gatedHandlers/0'        | not
          {gatedHandlers: [cgroup-writable, crun]}                             | at '/gatedHandlers/1'        | not
          {workloadControllers: ["o'hara"]}                                    | at '/workloadControllers/0'  | does not match pattern
          {workloadControllers: ["a,b"]}                                       | at '/workloadControllers/0'  | does not match pattern
          {certificates: {source: none}}                                       | at '/certificates/source'    | must be one of
          {certificates: {caBundle: x}}                                        | at '/certificates/caBundle'  | does not match pattern
          {certificates: {clientAuthority: {caBundle: x}}}                     | at '/certificates/clientAuthority/caBundle' | does not match pattern
          {certificates: {clientAuthority: {names: ["a,b"]}}}                  | at '/certificates/clientAuthority/names/0' | does not match pattern
          {certificates: {clientAuthority: {secret: x}}}                       | at '/certificates/clientAuthority' | 'secret' not allowed
          {tests: {enabled: "no"}}                                             | at '/tests/enabled'          | got string, want boolean
          {webhooks: {url: "http://a"}}                                        | at '/webhooks/url'           | does not match pattern
          {webhooks: {labels: {helm.sh/chart: x}}}                             | at ''                        | invalid propertyName 'helm.sh/chart'
          {webhooks: {annotations: {cert-manager.io/inject-ca-from: a/b}}}     | at ''                        | invalid propertyName 'cert-manager.io/inject-ca-from'
          {webhooks: {annotations: {a: true}}}                                 | at '/webhooks/annotations/a' | got boolean, want string
          {webhooks: {url: "https://a/path"}}                                  | at '/webhooks/url'           | does not match pattern
          {metrics: {prometheusRule: {runbooks: alerts.md}}}                   | at '/metrics/prometheusRule/runbooks' | does not match pattern
          {metrics: {prometheusRule: {runbooks: "https://a/b#c"}}}             | at '/metrics/prometheusRule/runbooks' | does not match pattern
          {runAsUser: 0}                                                       | at '/runAsUser'              | minimum
          {extraEnv: [{name: CGRANT_TLS_DIRECTORY, value: x}]}                 | at '/extraEnv/0/name'        | not
          {javaOptions: ["-Xmx1g -Xms1g"]}                                     | at '/javaOptions/0'          | does not match pattern
          {podLabels: {app.kubernetes.io/name: x}}                             | at ''                        | invalid propertyName 'app.kubernetes.io/name'
          {drainSeconds: 0}                                                    | at '/drainSeconds'           | minimum
          {networkPolicy: {apiServerCidrs: [10.0.0.1]}}                        | at '/networkPolicy/apiServerCidrs/0' | does not match pattern
          {networkPolicy: {webhookFrom: [10.0.0.1/32]}}                        | at '/networkPolicy/webhookFrom/0' | want object
          {networkPolicy: {metricsFrom: [{}]}}                                 | at '/networkPolicy/metricsFrom/0' | minProperties
          {otlp: {endpoint: "grpc://a:4317"}}                                  | at '/otlp/endpoint'          | does not match pattern
          {drift: {period: often}}                                             | at '/drift/period'           | does not match pattern
          {drift: {period: "-1s"}}                                             | at '/drift/period'           | does not match pattern
          {drift: {podsPerSecond: 0}}                                          | at '/drift/podsPerSecond'    | minimum
          {reports: {enabled: "yes"}}                                          | at '/reports/enabled'        | want boolean
          {reports: {kind: Report}}                                            | at '/reports'                | 'kind' not allowed
          {events: {enabled: "no"}}                                            | at '/events/enabled'         | want boolean
          {decisionLog: {written: 1}}                                          | at '/decisionLog/written'    | want boolean
          {extraEnv: [{name: CGRANT_EVENTS, value: "false"}]}                  | at '/extraEnv/0/name'        | not
          {extraEnv: [{name: CGRANT_DRIFT_PERIOD, value: 1h}]}                 | at '/extraEnv/0/name'        | not
          {extraEnv: [{name: QUARKUS_SHUTDOWN_TIMEOUT, value: 1h}]}            | at '/extraEnv/0/name'        | not
          {shutdownSeconds: 21}                                                | at '/shutdownSeconds'        | minimum
          {api: {audiences: []}}                                               | at '/api/audiences'          | minItems
          {api: {audiences: ["a,b"]}}                                          | at '/api/audiences/0'        | does not match pattern
          {api: {port: 1}}                                                     | at '/api'                    | 'port' not allowed
          {otlp: {sampling: 2}}                                                | at '/otlp/sampling'          | maximum
          {metrics: {podMonitor: {interval: often}}}                           | at '/metrics/podMonitor/interval' | does not match pattern
          """)
  void refuses(String values, String where, String what) {
    String message = Chart.refusal(values);
    assertTrue(message.contains(where), message);
    assertTrue(message.contains(what), message);
  }

  @Test
  void aPrivateKeyIsNoValue() {
    String message =
        Chart.refusal(
            "certificates: {caBundle: \"-----BEGIN CERTIFICATE-----\\nQQ==\\n-----END CERTIFICATE-----"
                + "\\n-----BEGIN PRIVATE KEY-----\\nQQ==\\n-----END PRIVATE KEY-----\\n\"}");
    assertTrue(message.contains("at '/certificates/caBundle'"), message);
  }

  /// Helm hands `global` to every chart of a release; whatever is in it is not for us to judge.
  @Test
  void nothingButGlobalIsOpen() {
    var open = new ArrayList<String>();
    JsonNode schema = Chart.json(Chart.FOLDER.resolve("values.schema.json"));
    findOpen("", schema, open);
    schema
        .get("definitions")
        .properties()
        .forEach(e -> findOpen("#" + e.getKey(), e.getValue(), open));
    assertEquals(List.of("/global"), open);
  }

  /// A schema that says nothing of what it takes, or takes keys that it does not name.
  private static void findOpen(String path, JsonNode schema, List<String> open) {
    boolean isObject = schema.path("type").asText().equals("object");
    JsonNode more = schema.path("additionalProperties");
    if (isObject ? more.isMissingNode() || more.asBoolean() : saysNothing(schema)) {
      open.add(path);
    }
    if (more.isObject()) {
      findOpen(path + "/*", more, open);
    }
    schema
        .path("properties")
        .properties()
        .forEach(e -> findOpen(path + "/" + e.getKey(), e.getValue(), open));
    if (schema.path("type").asText().equals("array")) {
      findOpen(path + "[]", schema.path("items"), open);
    }
  }

  private static boolean saysNothing(JsonNode schema) {
    return Stream.of("type", "enum", "$ref", "allOf").noneMatch(schema::has);
  }
}
