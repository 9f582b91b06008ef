// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.Happening.Kind;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.drift.Cause;
import io.cgrant.ownership.TopOwners;
import io.cgrant.pod.PodView;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Objection;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HappeningTest {

  private static final Finding FINDING =
      new Finding("spec.hostUsers", Reason.UserNamespaceMissing, "left out; set it to false");

  private static final Waiver WAIVER =
      new Waiver(
          new PolicyException(
              "migration-4711",
              Set.of("ml-prod"),
              Set.of(Requirement.userNamespace),
              "r",
              "team-ml",
              Instant.parse("2027-01-31T00:00:00Z")),
          Instant.parse("2026-11-24T00:00:00Z"),
          List.of(FINDING));

  private static Happening granted(List<Objection> tolerated, List<Waiver> waivers) {
    var verdict =
        new Verdict.Granted(
            Worlds.policy("ray", Enforcement.Warn),
            tolerated,
            Verdict.Addition.NONE,
            waivers,
            List.of());
    AuditEntry entry = new AuditEntry(Entries.refused("head-1").ask(), verdict);
    return Happening.of(entry, Worlds.CONTROLLERS).orElseThrow();
  }

  @Test
  void aGrantWithoutIfAndBut() {
    Happening happening = granted(List.of(), List.of());
    assertEquals(Kind.Granted, happening.kind());
    assertEquals("Normal", happening.kind().type());
  }

  @Test
  void aGrantByAnExceptionNamesItAndItsEnd() {
    Happening happening = granted(List.of(), List.of(WAIVER));
    assertEquals(Kind.ExceptionUsed, happening.kind());
    assertEquals("Normal", happening.kind().type());
    assertTrue(
        happening.note().contains("exception migration-4711 until 2027-01-31T00:00:00Z"),
        happening.note());
  }

  @Test
  void whatIsToleratedForNowIsAWarningAlsoBesideAnException() {
    var tolerated = List.of(new Objection(Optional.of("ray"), OptionalLong.of(3), FINDING));
    for (List<Waiver> waivers : List.of(List.<Waiver>of(), List.of(WAIVER))) {
      Happening happening = granted(tolerated, waivers);
      assertEquals(Kind.WouldRefuse, happening.kind());
      assertEquals("Warning", happening.kind().type());
      assertTrue(happening.note().contains("UserNamespaceMissing"), happening.note());
    }
  }

  /// That nobody could decide is no policy's doing, and a controller that tries again is whom one
  /// looks at.
  @Test
  void whereNobodyCouldDecideItIsToldOnTheControllerAndOnNoPolicy() {
    Happening happening =
        Happening.of(Entries.undecided("head-1", "x"), Worlds.CONTROLLERS).orElseThrow();
    assertEquals(Kind.Undecided, happening.kind());
    assertEquals("Warning", happening.kind().type());
    assertEquals("CreatePod", happening.action());
    assertEquals("cannot decide yet: x", happening.note());
    assertEquals("ReplicaSet", happening.regarding().kind());
    assertEquals(List.of(), happening.policies());
    assertEquals(Optional.empty(), PolicyHappenings.of(Kind.Undecided, "ray", "u-1"));
  }

  /// `kubectl describe pod` finds an Event by the uid.
  @Test
  void aPodOfItsOwnIsNamedWithItsUidWhereItComesToExist() {
    Happening granted =
        Happening.of(Entries.granted("alone", "uid-1", Optional.empty()), Worlds.CONTROLLERS).get();
    assertEquals(new Thing("v1", "Pod", "ml-prod", "alone", "uid-1"), granted.regarding());
    assertEquals(Optional.empty(), granted.related());
  }

  /// Somebody debugs or resizes that very pod, and looks at it.
  @Test
  void whatIsRefusedOfAPodThatRunsIsToldOnIt() {
    Happening happening =
        Happening.of(Entries.refusedUpdate("head-1", "uid-1"), Worlds.CONTROLLERS).get();
    assertEquals(new Thing("v1", "Pod", "ml-prod", "head-1", "uid-1"), happening.regarding());
    assertEquals("ReplicaSet", happening.related().orElseThrow().kind());
    assertEquals("UpdatePod", happening.action());
    var above = new PodView.Owner("apps/v1", "Deployment", "head", "uid-d");
    var owners = new TopOwners((namespace, owner) -> Optional.of(above), Instant.EPOCH);
    assertEquals(happening, happening.raised(owners, Instant.EPOCH));
  }

  /// Another uid each time it is tried would be another Event each time.
  @Test
  void aPodThatIsRefusedHasNoUid() {
    AuditEntry granted = Entries.granted("alone", "uid-1", Optional.empty());
    Verdict refused = Entries.refused("alone").verdict();
    Happening happening =
        Happening.of(new AuditEntry(granted.ask(), refused), Worlds.CONTROLLERS).get();
    assertEquals(new Thing("v1", "Pod", "ml-prod", "alone", ""), happening.regarding());
  }

  /// The API server takes any text for an owner's kind and name, and kubectl prints it as it is.
  @Test
  void whatATerminalWouldObeyIsInNoName() {
    var owner = new PodView.Owner("a/v\u009b1", "Re\u001b[2Jset", "a\n\u202eb", "u\u0007");
    Happening owned =
        Happening.of(
                Entries.refused("p\u001b[1m", "detail", Optional.of(owner), false),
                Worlds.CONTROLLERS)
            .orElseThrow()
            .settled();
    assertEquals(new Thing("a/v?1", "Re?[2Jset", "ml-prod", "a??b", "u?"), owned.regarding());
    assertEquals("p?[1m", owned.related().orElseThrow().name());
    Happening forged =
        Happening.of(Entries.refusedIn("ml\n{\"verdict\""), Worlds.CONTROLLERS)
            .orElseThrow()
            .settled();
    assertEquals("ml?{\"verdict\"", forged.place(), "what fails is logged with its address");
  }

  @Test
  void aDriftIsToldOnThePodThatRuns() {
    Happening happening = Happening.of(Drifting.by(Cause.PolicyDeleted, "granted by ray@3")).get();
    assertEquals(Maker.Unseen, happening.maker(), "it takes no place of what others are told");
    assertEquals(Kind.Drifted, happening.kind());
    assertEquals("Warning", happening.kind().type());
    assertEquals(new Thing("v1", "Pod", "ml-prod", "head-1", "uid-pod"), happening.regarding());
    assertEquals("ReplicaSet", happening.related().orElseThrow().kind());
    assertEquals("PolicyDeleted: granted by ray@3", happening.note());
    assertEquals(Optional.empty(), Happening.of(Drifting.settled()));
  }

  @Test
  void aLongDriftIsCutToWhatAnEventHolds() {
    Happening happening = Happening.of(Drifting.by(Cause.NoRecord, "é\n".repeat(2_000))).get();
    assertTrue(happening.note().getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 1_024);
    assertTrue(happening.note().startsWith("NoRecord: é?é?"));
  }

  @Test
  void newsOfAPolicyLieInTheNamespaceDefaultAndFitIntoANote() {
    var news = new PolicyNews.Invalid("ray", "u-1", "spec.a: \u001b[31m" + "é".repeat(2_000));
    Happening happening = PolicyHappenings.of(news);
    assertEquals(
        new Thing("cgrant.io/v1alpha1", "WritableCgroupPolicy", "", "ray", "u-1"),
        happening.regarding());
    assertEquals("default", happening.place());
    assertEquals(Kind.PolicyInvalid, happening.kind());
    assertTrue(happening.note().getBytes(StandardCharsets.UTF_8).length <= 1_024);
    assertTrue(happening.note().contains("spec.a: ?[31m"), happening.note());
  }

  @Test
  void theEndOfAnExceptionNamesWhomToAsk() {
    Instant end = Instant.parse("2027-01-31T00:00:00Z");
    Happening soon =
        PolicyHappenings.of(
            new PolicyNews.ExceptionExpires("ray", "u-1", "old-farm", "team-ml", end));
    assertEquals(Kind.ExceptionExpiring, soon.kind());
    assertEquals("Warning", soon.kind().type());
    assertEquals("exception old-farm ends at 2027-01-31T00:00:00Z; ask team-ml", soon.note());
    Happening ended =
        PolicyHappenings.of(
            new PolicyNews.ExceptionEnded("ray", "u-1", "old-farm", "team-ml", end));
    assertEquals(Kind.ExceptionEnded, ended.kind());
  }

  @Test
  void theKindOfAPolicyIsWhatTheApiCallsIt() {
    Thing policy = PolicyHappenings.of(new PolicyNews.Invalid("ray", "u-1", "spec.a")).regarding();
    assertEquals(WritableCgroupPolicy.API_VERSION, policy.apiVersion());
    assertEquals(WritableCgroupPolicy.KIND, policy.kind());
  }

  @Test
  void thePageOfReasonsSaysWhichKindsAreNoWarning() throws IOException {
    String page = Files.readString(Path.of("docs/reference/reasons.md"));
    List<String> normal =
        Stream.of(Kind.values())
            .filter(kind -> kind.type().equals("Normal"))
            .map(kind -> "`" + kind + "`")
            .toList();
    assertTrue(page.contains("`Normal` for " + String.join(" and ", normal) + ","), page);
  }

  @Test
  void thePageOfTheConfigurationNamesEveryKind() throws IOException {
    String page = Files.readString(Path.of("docs/reference/configuration.md"));
    assertEquals(
        List.of(),
        Stream.of(Kind.values()).filter(kind -> !page.contains("`" + kind + "`")).toList());
  }
}
