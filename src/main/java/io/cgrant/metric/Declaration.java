// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import java.util.List;

/// What is said of a metric.
///
/// @param exposed what a scrape calls it
/// @param worry since when somebody should look
public record Declaration(
    Kind kind,
    String exposed,
    Presence presence,
    String meaning,
    String worry,
    List<Label> labels) {}
