// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Manifests in files: YAML and JSON with the line of each field, and the cluster they describe.
/// Also what can go wrong with a file, and how one is written.
package io.cgrant.file;
