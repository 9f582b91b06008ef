// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values that do not fit together are refused with a sentence: which, why, and what to do.
final class RefusalsTemplateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {certificates: {source: secret}}                                    | certificates.secretName is empty
          {certificates: {source: secret, secretName: a}}                     | certificates.caBundle is empty
          {certificates: {source: certManager, secretName: a}}                | certificates.secretName is set, and certificates.source is "certManager"
          {certificates: {certManager: {issuerRef: {name: a}}}}               | certificates.certManager.issuerRef is set
          {certificates: {clientAuthority: {names: [a]}}}                     | certificates.clientAuthority.names is set without an authority
          {certificates: {clientAuthority: {configMap: a}}}                   | certificates.clientAuthority.names is empty
          {webhooks: {url: "https://a:8443"}}                                 | webhooks.caBundle is empty
          {replicas: 0}                                                       | replicas is 0
          {webhooks: {url: "https://a:8443"}}                                 | webhooks.url is set, and the replicas here would make certificates
          {metrics: {podMonitor: {enabled: true}, serviceMonitor: {enabled: true}}} | both enabled
          {otlp: {traces: true}}                                              | otlp.endpoint is empty
          {otlp: {endpoint: "http://a:4318"}, networkPolicy: {apiServerCidrs: [10.0.0.1/32]}} | by networkPolicy.extraEgress
          {networkPolicy: {extraEgress: [{to: []}]}}                          | networkPolicy.extraEgress is set without
          {runtimeClasses: [{name: gvisor, handler: runsc}]}                  | class "gvisor" has the handler "runsc", which is not gated
          """)
  void refuses(String values, String sentence) {
    String message = Chart.refusal(values);
    assertTrue(message.contains(sentence), message);
  }

  @Test
  void theNamespaceDefaultWouldBeOutsideTheGate() {
    String message = Chart.refusal("{}", "default");
    assertTrue(message.contains("--namespace cgrant --create-namespace"), message);
  }

  @Test
  void anAuthorityIsInOnePlaceOrTheOther() {
    String message =
        Chart.refusal(
            ClientAuthorityTemplateTest.INLINE.replace("names:", "configMap: mine, names:"));
    assertTrue(message.contains("caBundle and configMap are both set"), message);
  }

  @Test
  void saysEverythingAtOnce() {
    String message = Chart.refusal("{replicas: 0, certificates: {source: secret}}");
    assertEquals(3, message.lines().filter(line -> line.startsWith("- ")).count(), message);
  }

  @Test
  void makesNoObject() {
    assertEquals(0, Chart.render("{}").from("refusals.yaml").size());
  }
}
