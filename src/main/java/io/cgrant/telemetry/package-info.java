// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Decisions as an OpenTelemetry collector takes them: log records and spans, by OTLP. The only
/// place that knows OpenTelemetry, and nothing of it is loaded until somebody names a collector.
package io.cgrant.telemetry;
