// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// A trouble is told once, and in the API server's own words.
package io.cgrant.trouble;
