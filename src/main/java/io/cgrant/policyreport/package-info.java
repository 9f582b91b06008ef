// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Reports in the format that dashboards read: one `Report` (OpenReports) or `PolicyReport` in each
/// namespace with pods that nobody would grant today, or that a policy only tolerates. Holds what
/// is so now, and no history: Events and the decision log have that.
package io.cgrant.policyreport;
