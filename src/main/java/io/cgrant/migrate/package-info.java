// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// From a RuntimeClass to the field of KEP-5474: what has to change in policies and manifests, and
/// what changes with it.
package io.cgrant.migrate;
