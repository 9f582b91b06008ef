// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Informers in, immutable snapshots out. The only place that watches the API server, and reads
/// once more what a watch does not know yet.
///
/// Nothing is written here: a listener hears of every new view, and what to do with it (`status`,
/// `runtimeclass`) is another's work.
package io.cgrant.cluster;
