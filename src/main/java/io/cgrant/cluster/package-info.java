// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Informers in, immutable snapshots out. The only place that watches the API server.
package io.cgrant.cluster;
