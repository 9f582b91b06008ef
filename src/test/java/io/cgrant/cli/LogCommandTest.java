// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class LogCommandTest {

  private static final String GRANTED =
      """
      {"time":"2026-11-24T09:00:00Z","uid":"u-1","phase":"Validate","operation":"CREATE","namespace":"ml","name":"head-1","user":"replicaset-controller","author":"ada","owners":[{"kind":"ReplicaSet","name":"head-5d9","controller":true}],"verdict":"Granted","policy":"ray","policyGeneration":3,"findings":[],"topOwner":{"kind":"Deployment","name":"head"}}
      """;
  private static final String REFUSED =
      """
      {"time":"2026-11-24T10:00:00Z","uid":"u-2","phase":"Validate","operation":"CREATE","namespace":"ci","name":"build","user":"bob","owners":[{"kind":"StatefulSet","name":"builders","controller":true}],"verdict":"Refused","findings":[{"policy":"ray","path":"spec","reason":"HostPort"},{"policy":"builders","path":"spec.containers[0]","reason":"LimitMissing"}]}
      """;
  private static final String UNDECIDED =
      """
      {"time":"2026-11-25T10:00:00Z","uid":"u-3","phase":"Mutate","operation":"UPDATE","namespace":"ci","name":"late","user":"bob","owners":[{"kind":"Team","name":"b","controller":false}],"verdict":"Undecided","cause":"NotSynced","detail":"wait"}
      """;
  private static final String OTHERS =
      """
      2026-11-24 08:59:59,001 INFO  [io.quarkus] cgrant started
      {"level":"INFO","message":"no record"}
      {"time":"yesterday","uid":"u","verdict":"Granted"}
      {"time":"2026-11-24T09:00:00Z","uid":"u","verdict":"Gran

      """;
  private static final String ALL =
      GRANTED + OTHERS + "[pod/cgrant-1/cgrant] " + REFUSED + UNDECIDED;

  @TempDir Path folder;

  private static CommandRun log(String... options) {
    var args = new ArrayList<>(List.of("log"));
    args.addAll(List.of(options));
    args.add("-");
    return CommandRun.withInput(ALL, args.toArray(String[]::new));
  }

  private static List<String> uids(CommandRun run) throws IOException {
    var uids = new ArrayList<String>();
    for (String line : run.out().lines().toList()) {
      uids.add(new JsonMapper().readTree(line).path("uid").asText());
    }
    return uids;
  }

  @Test
  void showsEveryRecordAndSaysWhatWasNone() {
    CommandRun run = log();
    assertEquals(0, run.exitCode());
    assertEquals(
        """
        TIME                     VERDICT   POD                                      POLICY               REASONS
        2026-11-24T09:00:00Z     Granted   ml/head-1                                ray                  -
        2026-11-24T10:00:00Z     Refused   ci/build                                 ray,builders         HostPort,LimitMissing
        2026-11-25T10:00:00Z     Undecided ci/late                                  -                    NotSynced
        """,
        run.out());
    assertEquals(
        "cgrant: -: 3 records read, 4 other lines passed over (2 of them cut or damaged records)\n",
        run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"verdict\":\"Refused\"' | '\"verdict\":\"Refused\",\"verdict\":\"Granted\"'",
        "'\"policy\":\"builders\"' | '\"policy\":\"ray\",\"policy\":\"builders\"'",
        "'\"user\":\"bob\"' | '\"us\\u0065r\":\"ada\",\"user\":\"bob\"'",
      })
  void aLineWithAKeyTwiceIsNoRecord(String once, String twice) {
    String forged = REFUSED.replace(once, twice);
    assertNotEquals(REFUSED, forged);
    CommandRun run = CommandRun.withInput(GRANTED + forged, "log", "-o", "json", "-");
    assertEquals(GRANTED, run.out());
    assertEquals(
        "cgrant: -: 1 records read, 1 other lines passed over (1 of them cut or damaged records)\n",
        run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "-n ml, u-1",
    "-n ml -n ci, u-1 u-2 u-3",
    "--verdict Refused, u-2",
    "--verdict Granted --verdict Undecided, u-1 u-3",
    "--policy ray, u-1 u-2",
    "--policy builders, u-2",
    "--reason LimitMissing, u-2",
    "--reason NotSynced, u-3",
    "--user ada, u-1",
    "--user replicaset-controller, u-1",
    "--user bob --verdict Refused, u-2",
    "--since 2026-11-24T10:00:00Z, u-2 u-3",
    "--until 2026-11-24T10:00:00Z, u-1",
    "--since 2026-11-25, u-3",
    "--since 2026-11-24T09:30:00Z --until 2026-11-25, u-2",
  })
  void takesWhatIsWanted(String options, String wanted) throws IOException {
    var typed = new ArrayList<>(List.of(options.split(" ")));
    typed.addAll(List.of("-o", "json"));
    assertEquals(List.of(wanted.split(" ")), uids(log(typed.toArray(String[]::new))));
  }

  @Test
  void theDefaultShowsNothingWhereNothingIsWanted() {
    CommandRun run = log("-n", "nowhere", "-o", "json");
    assertEquals("", run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void yamlAndJsonHoldTheWholeRecord() throws IOException {
    JsonNode record = new JsonMapper().readTree(REFUSED);
    CommandRun yaml = log("--verdict", "Refused", "-o", "yaml");
    assertTrue(yaml.out().startsWith("---\n"), yaml.out());
    assertEquals(record, new YAMLMapper().readTree(yaml.out()));
    assertEquals(
        record, new JsonMapper().readTree(log("--verdict", "Refused", "-o", "json").out()));
  }

  @Test
  void wideNamesWhoAndEachFindingWithItsPlace() {
    String wide = log("-o", "wide").out();
    assertTrue(wide.contains("spec:HostPort spec.containers[0]:LimitMissing"), wide);
    assertTrue(wide.contains("ada") && !wide.contains("replicaset-controller"), wide);
    assertTrue(wide.contains("NotSynced"), wide);
    for (String workload : List.of("Deployment/head ", "StatefulSet/builders ", "Pod/late ")) {
      assertTrue(wide.contains(workload), wide);
    }
  }

  @Test
  void countsTheMostFrequentFirst() throws IOException {
    assertEquals(
        """
           COUNT  NAMESPACE
               2  ci
               1  ml
        """,
        log("--count-by", "namespace").out());
    assertEquals(
        """
           COUNT  POLICY
               2  ray
        """,
        log("--count-by", "policy", "--most", "1").out());
    assertEquals(
        """
           COUNT  WORKLOAD
               1  ci/Pod/late
               1  ci/StatefulSet/builders
               1  ml/Deployment/head
        """,
        log("--count-by", "workload").out());
    JsonNode counts =
        new JsonMapper().readTree(log("--count-by", "reason", "-o", "json", "-n", "ci").out());
    assertEquals(3, counts.size());
    assertEquals("HostPort", counts.at("/0/reason").asText());
    assertEquals(1, counts.at("/0/count").asInt());
  }

  /// Whose doing it was: the author of a template, and not the controller.
  @Test
  void countsByUser() {
    String users =
        """
           COUNT  USER
               2  bob
               1  ada
        """;
    assertEquals(users, log("--count-by", "user").out());
    assertEquals(users, log("--count-by", "user", "-o", "wide").out());
    assertEquals(
        """
           COUNT  USER
               2  bob
        """,
        log("--count-by", "user", "--most", "1").out());
  }

  @Test
  void countsAsYamlAreThoseOfJson() throws IOException {
    String[] by = {"--count-by", "user", "--most", "1", "-o"};
    String yaml = log(Stream.concat(Stream.of(by), Stream.of("yaml")).toArray(String[]::new)).out();
    String json = log(Stream.concat(Stream.of(by), Stream.of("json")).toArray(String[]::new)).out();
    assertEquals(
        "[{\"user\":\"bob\",\"count\":2}]", new YAMLMapper().readTree(yaml).toString(), yaml);
    assertEquals(new JsonMapper().readTree(json), new YAMLMapper().readTree(yaml));
  }

  @Test
  void readsOnAfterAFileThatIsNotThere() throws IOException {
    Path file = Files.writeString(folder.resolve("decisions.log"), REFUSED);
    Path missing = folder.resolve("missing.log");
    CommandRun run = CommandRun.of("log", missing.toString(), file.toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.out().contains("ci/build"), run.out());
    assertTrue(run.err().contains("missing.log: does not exist; check the path"), run.err());
  }

  @Test
  void aFileWithoutAnyRecordIsSaidToBeSo() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.log"), "");
    assertEquals(
        "cgrant: " + file + ": 0 records read, 0 other lines passed over\n",
        CommandRun.of("log", file.toString()).err());
  }

  @Test
  void whatIsNoTextIsNoAnswer() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(REFUSED.getBytes(StandardCharsets.UTF_8));
    }
    for (byte[] bytes :
        List.of(packed.toByteArray(), REFUSED.getBytes(StandardCharsets.UTF_16LE))) {
      Path file = Files.write(folder.resolve("odd.log"), bytes);
      CommandRun run = CommandRun.of("log", file.toString());
      assertEquals(2, run.exitCode());
      assertTrue(run.err().contains("odd.log: is no text in UTF-8"), run::err);
    }
  }

  @Test
  void aByteOrderMarkHidesNoRecord() {
    CommandRun run = CommandRun.withInput("\uFEFF" + REFUSED, "log", "-o", "json", "-");
    assertEquals(REFUSED, run.out());
    assertEquals("", run.err());
  }

  @Test
  void aRecordThatIsCutIsCountedApart() {
    CommandRun run =
        CommandRun.withInput(GRANTED + REFUSED.substring(0, 60), "log", "-o", "json", "-");
    assertEquals(GRANTED, run.out());
    assertTrue(run.err().contains("(1 of them cut or damaged records)"), run::err);
  }

  @Test
  void noTimeLiesBetweenALaterAndAnEarlierOne() {
    CommandRun run = CommandRun.of("log", "--since=2026-11-25", "--until=2026-11-24", "-");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--since is not before"), run::err);
  }

  @Test
  void whatATerminalWouldObeyIsNotShown() {
    String hostile = REFUSED.replace("build", "\\u001b[2J\\u202ebuild");
    for (String format : List.of("table", "wide")) {
      String out = CommandRun.withInput(hostile, "log", "-o", format, "-").out();
      assertFalse(out.contains("\u001b") || out.contains("\u202e"), format);
    }
  }

  /// JSON and YAML say it all the same.
  @Test
  void noFormatShowsATerminalWhatItWouldObey() throws IOException {
    String name = "\\u009b2J\\u007f\\u202ebuild\\ud83d\\ude00";
    String hostile = REFUSED.replace("build", name);
    String meant = new JsonMapper().readTree(hostile).path("name").asText();
    for (String format : List.of("table", "wide", "json", "yaml")) {
      String out = CommandRun.withInput(hostile, "log", "-o", format, "-").out();
      assertTrue(out.codePoints().noneMatch(c -> "\u009b\u007f\u202e".indexOf(c) >= 0), format);
    }
    String json = CommandRun.withInput(hostile, "log", "-o", "json", "-").out();
    assertEquals(meant, new JsonMapper().readTree(json).path("name").asText());
    String yaml = CommandRun.withInput(hostile, "log", "-o", "yaml", "-").out();
    assertEquals(meant, new YAMLMapper().readTree(yaml).path("name").asText());
    String namespace = REFUSED.replace("\"ci\"", "\"ci\\u009b\"");
    String counted =
        CommandRun.withInput(namespace, "log", "--count-by", "namespace", "-o", "json", "-").out();
    assertEquals("ci\u009b", new JsonMapper().readTree(counted).at("/0/namespace").asText());
    assertFalse(counted.contains("\u009b"), counted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[pod/cgrant-6d5f-x2/cgrant] ",
        "2026-11-24T10:00:00.123456789Z ",
        "[pod/cgrant-6d5f-x2/cgrant] 2026-11-24T11:00:00+01:00 "
      })
  void whatKubectlWritesInFrontIsPassedOver(String prefix) {
    CommandRun run = CommandRun.withInput(prefix + REFUSED, "log", "--count-by", "verdict", "-");
    assertTrue(run.out().contains("1  Refused"), run.out());
    assertEquals("", run.err());
  }

  /// Whatever another program says of a tenant's making, and a line that two wrote at once.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user said: %s",
        "[pod/cgrant-1/cgrant] user said: %s",
        "[%s]",
        " %s",
        "%s{}",
        "%s%s",
        "%s trailing",
      })
  void aLineThatOnlyQuotesARecordIsNone(String line) {
    String quoting = line.replace("%s", REFUSED.strip()) + "\n";
    CommandRun run = CommandRun.withInput(quoting + GRANTED, "log", "-");
    assertEquals(2, run.out().lines().count(), run.out());
    assertTrue(run.out().contains("ml/head-1"), run.out());
    String damaged = line.startsWith("%s") ? " (1 of them cut or damaged records)" : "";
    assertEquals(
        "cgrant: -: 1 records read, 1 other lines passed over" + damaged + "\n", run.err());
  }

  @Test
  void aLineLongerThanAnyRecordIsPassedOver() {
    String tooLong =
        REFUSED.replace("{\"time\"", "{\"pad\":\"" + "x".repeat(9 << 20) + "\",\"time\"");
    CommandRun run = CommandRun.withInput(tooLong + GRANTED.strip(), "log", "-");
    assertEquals(2, run.out().lines().count(), "the head and the record after it");
    assertTrue(run.out().contains("ml/head-1"));
    assertEquals("cgrant: -: 1 records read, 1 other lines passed over\n", run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--verdict=refused", "--count-by=pod", "--since=soon", "--most=0", "-o=xml"})
  void whatCannotBeMeantIsSaid(String option) {
    CommandRun run = log(option);
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains(option.substring(option.indexOf('=') + 1)), run.err());
  }

  @ParameterizedTest
  @CsvSource({"90s, PT90S", "2h30m, PT2H30M", "7d, P7D", "1d2h3m4s, P1DT2H3M4S"})
  void howLongAgo(String typed, Duration ago) {
    Instant now = Instant.parse("2026-11-24T09:00:00Z");
    assertEquals(
        now.minus(ago), new Moment.Converter(InstantSource.fixed(now)).convert(typed).instant());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "3", "3x", "3h x", "2026-13-01", "T"})
  void whatIsNoTime(String typed) {
    org.junit.jupiter.api.Assertions.assertThrows(
        TypeConversionException.class,
        () -> new Moment.Converter(InstantSource.system()).convert(typed));
  }
}
