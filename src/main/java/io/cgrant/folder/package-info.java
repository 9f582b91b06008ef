// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Policies, namespaces and RuntimeClasses from a folder of YAML files instead of a cluster.
package io.cgrant.folder;
