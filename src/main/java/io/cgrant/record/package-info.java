// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Verdicts and drift become lines of JSON, one for each pod, off the request thread.
package io.cgrant.record;
