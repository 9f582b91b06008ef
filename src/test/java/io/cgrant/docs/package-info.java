// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Writes the reference pages from the code, and fails when a stored one differs.
package io.cgrant.docs;
