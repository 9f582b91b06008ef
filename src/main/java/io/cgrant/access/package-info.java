// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Who calls the HTTP API, and what they may see: the API server is asked, and nobody else.
///
/// Answers are kept for seconds, by a digest of what was asked: no token is.
package io.cgrant.access;
