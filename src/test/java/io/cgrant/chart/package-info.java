// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The Helm chart, rendered and judged by Helm itself, in this process. Each template has a test of
/// its name; what is made from code or from the chart is written by `make generate`.
package io.cgrant.chart;
