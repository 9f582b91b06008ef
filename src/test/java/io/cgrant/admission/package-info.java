// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Proves what goes back to the API server for each verdict.
package io.cgrant.admission;
