// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `why` and `who` before a server that answers as the HTTP API does. Its certificate is of another
/// name than its address, as behind a forwarded port.
final class RemoteServerTest {

  private static final String NAME = "cgrant.cgrant.svc";
  private static final String POD = "docs/tutorial/pods/no-limits.yaml";

  @TempDir static Path folder;

  private static HttpsServer server;
  private static final List<String> ASKED = new ArrayList<>();
  private static final Map<String, String> ANSWERS = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.in(folder, NAME);
    server.createContext("/", RemoteServerTest::answer);
    server.start();
    Files.writeString(folder.resolve("token"), "sesame\n");
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @BeforeEach
  void forget() {
    ASKED.clear();
    ANSWERS.clear();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    byte[] body = exchange.getRequestBody().readAllBytes();
    ASKED.add(
        exchange.getRequestURI()
            + " "
            + headers.getFirst("Authorization")
            + " as "
            + headers.getFirst("Impersonate-User")
            + " "
            + headers.get("Impersonate-Group")
            + " "
            + new String(body, StandardCharsets.UTF_8).lines().findFirst().orElse(""));
    String answer = ANSWERS.get(exchange.getRequestURI().toString());
    if (answer == null) {
      String problem = "{\"status\":403,\"detail\":\"\\\"ann\\\" may not list pods\"}";
      LocalServer.reply(exchange, 403, problem);
    } else {
      LocalServer.reply(exchange, 200, answer);
    }
  }

  private static CommandRun run(String command, String... words) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    command,
                    "--server=" + LocalServer.url(server),
                    "--server-name=" + NAME,
                    "--ca-file=" + folder.resolve("ca.crt"),
                    "--token-file=" + folder.resolve("token")),
                Stream.of(words))
            .toArray(String[]::new));
  }

  private static CommandRun local(String... words) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "why", "-p", "docs/tutorial/policies", "--cluster", "docs/tutorial/cluster"),
                Stream.of(words))
            .toArray(String[]::new));
  }

  @Test
  void whatTheServerSaysIsShownInEveryFormAsIfItWereSaidHere() throws IOException {
    String explanation = local("-o", "json", POD).out();
    ANSWERS.put(
        "/api/v1/explain?namespace=ml&source=docs%2Ftutorial%2Fpods%2Fno-limits.yaml",
        new JsonMapper().readTree(explanation).toString());
    for (String format : List.of("tree", "json", "yaml")) {
      var run = run("why", "-n", "ml", "-o", format, POD);
      assertEquals(1, run.exitCode(), run::err);
      assertEquals(local("-o", format, POD).out(), run.out());
    }
    var other = run("why", "-n", "ml", "--as", "bob", "--as-group", "a", "--as-group", "b", POD);
    assertEquals(1, other.exitCode(), other::err);
    String asked = ASKED.getLast();
    assertTrue(asked.contains(" Bearer sesame as bob [a, b] "), asked);
    assertTrue(asked.endsWith(Files.readAllLines(Path.of(POD)).getFirst()), asked);
  }

  @Test
  void everyPageOfHoldersIsShown() {
    ANSWERS.put(
        "/api/v1/grants?namespace=ml&",
        "{\"items\":[{\"namespace\":\"ml\",\"name\":\"a\",\"podUid\":\"u\",\"routes\":[\"RuntimeClass\"],"
            + "\"grantedBy\":\"ray@3\",\"created\":\"2026-11-02T10:12:31Z\"}],\"unreadable\":0,"
            + "\"continue\":\"a b\"}");
    ANSWERS.put(
        "/api/v1/grants?namespace=ml&continue=a+b",
        "{\"items\":[{\"namespace\":\"ml\",\"name\":\"b\",\"podUid\":\"v\",\"routes\":[],"
            + "\"controller\":{\"kind\":\"ReplicaSet\",\"name\":\"rs\"},"
            + "\"cause\":\"NoRecord\",\"message\":\"no grant is recorded\"}],\"unreadable\":2}");
    var run = run("who", "-n", "ml");
    assertEquals(2, run.exitCode(), "two were not read");
    assertTrue(run.err().contains("2 pods were passed over"), run::err);
    List<String> lines = run.out().lines().map(l -> l.replaceAll(" +", " ")).toList();
    assertEquals("ml/a ray@3 2026-11-02T10:12:31Z RuntimeClass -", lines.get(1));
    assertEquals("ml/b - - - NoRecord", lines.get(2));
    assertEquals(2, run("who", "-n", "ml", "--drifted").out().lines().count());
    assertEquals(
        List.of(
            "POD POLICY SINCE ROUTES DRIFT UID CONTROLLER WHY",
            "ml/a ray@3 2026-11-02T10:12:31Z RuntimeClass - u - -",
            "ml/b - - - NoRecord v ReplicaSet/rs no grant is recorded"),
        run("who", "-n", "ml", "-o", "wide")
            .out()
            .lines()
            .map(l -> l.replaceAll(" +", " "))
            .toList());
  }

  @Test
  void aRefusalIsToldInTheServersWords() {
    var run = run("who");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(" answers 403: \"ann\" may not list pods"), run::err);
  }

  @Test
  void aCertificateOfAnotherNameIsNotTrusted() {
    var named =
        CommandRun.of(
            "who",
            "--server=" + LocalServer.url(server),
            "--server-name=else.where",
            "--ca-file=" + folder.resolve("ca.crt"),
            "--token-file=" + folder.resolve("token"));
    assertEquals(2, named.exitCode());
    assertTrue(named.err().contains("not for else.where"), named::err);
    var unnamed =
        CommandRun.of(
            "who",
            "--server=" + LocalServer.url(server),
            "--ca-file=" + folder.resolve("ca.crt"),
            "--token-file=" + folder.resolve("token"));
    assertEquals(2, unnamed.exitCode());
    assertTrue(unnamed.err().contains("does not answer"), unnamed::err);
    assertEquals(List.of(), ASKED, "no token was sent");
  }

  @Test
  void whatDoesNotGoTogetherIsSaid() {
    assertTrue(run("who", "--api-server=https://a").err().contains("leave one of them out"));
    assertTrue(run("why", "-p", "x", POD).err().contains("of no use to --server"));
    assertTrue(CommandRun.of("why", "--as", "bob", POD).err().contains("are for --server"));
    var noAuthority = CommandRun.of("who", "--server=https://127.0.0.1:1");
    assertTrue(noAuthority.err().contains("--server needs --ca-file"), noAuthority::err);
  }

  /// Java's client would quote what it cannot send.
  @Test
  void aTokenIsNeverShownAlsoWhereItIsNone() throws IOException {
    Path file = folder.resolve("two-tokens");
    Files.writeString(file, "sesame-1\nsesame-2\n");
    for (String way : List.of("--server=", "--api-server=")) {
      var run =
          CommandRun.of(
              "who",
              way + LocalServer.url(server),
              "--ca-file=" + folder.resolve("ca.crt"),
              "--token-file=" + file);
      assertEquals(2, run.exitCode(), run::err);
      assertFalse((run.out() + run.err()).contains("sesame"), run::err);
      assertTrue(run.err().contains(file + " holds no token"), run::err);
    }
    assertEquals(List.of(), ASKED);
    var json = new JsonMapper();
    Path script = folder.resolve("log-in-otherwise");
    Files.writeString(script, "echo sesame");
    var program = json.createObjectNode();
    program.putObject("exec").put("command", "sh").putArray("args").add(script.toString());
    for (var user : List.of(program, json.readTree("{\"token\":\"sesame\\nb\"}"))) {
      var none = assertThrows(JudgeUnreachable.class, () -> KubeconfigToken.of(user));
      assertFalse(none.getMessage().contains("sesame"), none::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1", "localhost:8444", "cgrant", "https:///api", "://"})
  void aTokenIsSentToNoAddressButOneOfHttps(String address) {
    for (String way : List.of("--server", "--api-server")) {
      var run =
          CommandRun.of(
              "who",
              way + "=" + address,
              "--ca-file=" + folder.resolve("ca.crt"),
              "--token-file=" + folder.resolve("token"));
      assertEquals(2, run.exitCode(), run::err);
      assertTrue(run.err().contains("write https://HOST:PORT"), run::err);
    }
  }

  @Test
  void whatFitsIntoNoHeaderIsSaid() {
    for (String name : List.of("a\nb", "ł", " ")) {
      assertTrue(run("why", "--as", name, POD).err().contains("printable ASCII"), name);
      var grouped = run("why", "--as", "bob", "--as-group", name, POD);
      assertEquals(2, grouped.exitCode(), grouped::err);
    }
  }

  @Test
  void theTokenOfKubectlsUserIsFoundWhereverItIs() throws IOException {
    var json = new JsonMapper();
    assertEquals("a", KubeconfigToken.of(json.readTree("{\"token\":\"a\"}")));
    String file = json.writeValueAsString(folder.resolve("token").toString());
    assertEquals("sesame", KubeconfigToken.of(json.readTree("{\"tokenFile\":" + file + "}")));
    Path script = folder.resolve("log-in");
    Files.writeString(script, "echo '{\"status\":{\"token\":\"'$WHO'\"}}'");
    var program = json.createObjectNode();
    var exec = program.putObject("exec").put("command", "sh");
    exec.putArray("args").add(script.toString());
    exec.putArray("env").addObject().put("name", "WHO").put("value", "b");
    assertEquals("b", KubeconfigToken.of(program));
    for (String none :
        List.of(
            "{\"client-certificate-data\":\"x\"}",
            "{\"exec\":{\"command\":\"false\"}}",
            "{\"exec\":{\"command\":\"no-such-program-here\"}}")) {
      var user = json.readTree(none);
      var missing = assertThrows(JudgeUnreachable.class, () -> KubeconfigToken.of(user), none);
      assertTrue(missing.getMessage().contains("--token-file"), missing::getMessage);
    }
  }
}
