// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;

/// A value and the lines it is written on.
record Located(JsonNode tree, Lines lines) {}
