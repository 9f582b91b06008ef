// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import java.util.Optional;

/// A finding at the line of the file it is about.
///
/// @param policy empty for the floor and for what no policy could change
/// @param path from the top of the document, as `items[2].spec.template.spec.hostUsers`
record LocatedFinding(
    Optional<String> policy, String path, int line, String reason, String detail) {}
