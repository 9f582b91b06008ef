// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Who controls what makes pods, as an API server says.
package io.cgrant.ownership;
