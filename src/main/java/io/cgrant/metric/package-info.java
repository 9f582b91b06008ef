// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What cgrant measures of itself: every metric is declared in [io.cgrant.metric.Metric], and
/// nothing is measured that is not. Micrometer is known here, and to nobody who decides.
package io.cgrant.metric;
