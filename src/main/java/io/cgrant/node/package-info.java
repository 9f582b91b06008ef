// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Lists the nodes of a cluster from time to time and has `placement` count them.
package io.cgrant.node;
