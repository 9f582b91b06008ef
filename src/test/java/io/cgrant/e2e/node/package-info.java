// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What a real containerd makes of our node files: writable, bounded, and nobody's way out.
package io.cgrant.e2e.node;
