// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// That a mistake in an alert would be seen.
final class KnownMetricsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          sum(rate(cgrant_decision_total[5m])) > 0 | no metric cgrant_decision_total
          max(up) < 1 | no metric up
          sum by (namespace, user) (cgrant_decisions_total) | cgrant_decisions_total has no label user
          cgrant_decisions_total{verdict="Denied"} | cgrant_decisions_total has no verdict like Denied
          cgrant_decisions_total{phase!="Previev"} | cgrant_decisions_total has no phase like Previev
          cgrant_decisions_total{cause="Busy",verdict=~"Ref.*"} | cgrant_decisions_total has no label cause
          rate(cgrant_decision_duration_seconds[5m]) | no metric cgrant_decision_duration_seconds
          cgrant_decision_duration_seconds_bucket{le="1"} | cgrant_decision_duration_seconds_bucket has no le like 1
          cgrant_decision_duration_seconds_count{le="1.0"} | cgrant_decision_duration_seconds_count has no label le
          cgrant_snapshot_synced and on (policy) cgrant_grants_total | cgrant_snapshot_synced has no label policy
          apiserver_admission_webhook_fail_open_count{code="500"} | apiserver_admission_webhook_fail_open_count has no label code
          time() - 3 * 24 * 3600 > 0 | names no metric
          """)
  void aNameThatNobodyExposesIsAMistake(String expression, String mistake) {
    assertEquals(List.of(mistake), KnownMetrics.mistakes(expression, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          sum by (cause) (increase(cgrant_events_dropped_total{cause!="Closed"}[15m])) > 0 | {{ $labels.cause }}
          histogram_quantile(0.99, sum by (le) (rate(cgrant_decision_duration_seconds_bucket{le="0.005"}[$__rate_interval]))) | 99 %
          min(cgrant_certificate_not_after_seconds) - time() < 14 * 24 * 3600 | none
          sum by (policy) (cgrant_grants_total{policy="ray"}) | {{policy}}
          topk(5, cgrant_grants_total{namespace="$namespace"} offset 1h) | {{policy}} in {{pod}}
          """)
  void whatIsExposedMayBeNamed(String expression, String shown) {
    assertEquals(List.of(), KnownMetrics.mistakes(expression, shown));
  }

  @Test
  void aLabelThatIsSummedAwayIsNotShown() {
    assertEquals(
        List.of("shows no label phase"),
        KnownMetrics.mistakes(
            "sum by (verdict) (cgrant_decisions_total)", "{{phase}} {{verdict}}"));
  }
}
