// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a stenographer writes on: as many pages as an [Extent] has.
///
/// For one request, and so for one thread.
final class Pages {

  /// In characters, what is written of a point or a finding beside its own words.
  private static final int FRAME = 100;

  private final Extent extent;
  private long left;

  Pages(Extent extent) {
    this.extent = extent;
    this.left = extent.characters();
  }

  /// What was written counts no more.
  void clear() {
    left = extent.characters();
  }

  /// Whether one more policy is written about.
  boolean isRoomLeft() {
    return left > 0 && !extent.isTimeUp().getAsBoolean();
  }

  /// The first findings, and the number of the others.
  Point point(
      Point.Requirement requirement, List<Finding> findings, Optional<PolicyException> waivedBy) {
    left -= FRAME;
    int most = Math.min(findings.size(), extent.findings());
    int kept = 0;
    while (kept < most && left > 0) {
      Finding finding = findings.get(kept);
      left -= FRAME + finding.path().length() + finding.detail().length();
      kept++;
    }
    return new Point(requirement, findings.subList(0, kept), waivedBy, findings.size() - kept);
  }

  Point point(Point.Requirement requirement, List<Finding> findings) {
    return point(requirement, findings, Optional.empty());
  }

  /// Those that there is room for.
  List<Match.Miss> misses(List<Match.Miss> all) {
    var kept = new ArrayList<Match.Miss>(all.size());
    for (Match.Miss miss : all) {
      if (left > 0) {
        left -= miss.field().length() + miss.detail().length();
        kept.add(miss);
      }
    }
    return kept;
  }
}
