// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The HTTP API, and the document that describes it.
package io.cgrant.api;
