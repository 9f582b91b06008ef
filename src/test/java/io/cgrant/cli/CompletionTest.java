// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cel.CelCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Asks the shells themselves: a script that only looks right completes nothing.
class CompletionTest {

  private static final long LONGEST_SECONDS = 60;

  @TempDir private Path folder;

  /// A terminal in which somebody types, with the key for completion at the end of a word.
  @ParameterizedTest
  @CsvSource({"bash, bash --norc --noprofile -i", "zsh, zsh -f -i"})
  void whoPressesTabGetsTheRestOfTheWord(String shell, String program) throws Exception {
    List<String> typed =
        List.of(
            "cgrant chec\t#",
            "cgrant check -o sar\t#",
            "cgrant check --polic\t#",
            "cgrant export web\t#",
            "cgrant completion fis\t#",
            "cgrant node-files --runtime cri\t#",
            "cgrant who --drif\t#",
            "cgrant why --as-g\t#",
            "cgrant log --count-by workl\t#");
    assertEquals(
        List.of(
            "<check>",
            "<check><-o><sarif>",
            "<check><--policies>",
            "<export><webhooks>",
            "<completion><fish>",
            "<node-files><--runtime><crio>",
            "<who><--drifted>",
            "<why><--as-group>",
            "<log><--count-by><workload>"),
        typedIn(program, script(shell), typed));
  }

  /// The script for bash and zsh keeps what can follow an option in a variable that has the name
  /// of the label: of two options that share one the last one's is there.
  @Test
  void optionsThatShareALabelShareWhatCanFollow() {
    CommandLine root =
        Cgrant.commandLine(
            InputStream.nullInputStream(), () -> {}, address -> "", new CelCompiler());
    assertTrue(labelsOf(root) > 10, "few options have candidates");
  }

  private static int labelsOf(CommandLine command) {
    var candidates = new HashMap<String, List<String>>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.completionCandidates() != null) {
        var its = new ArrayList<String>();
        option.completionCandidates().forEach(its::add);
        List<String> others = candidates.putIfAbsent(option.paramLabel(), its);
        assertTrue(
            others == null || others.equals(its),
            () -> command.getCommandName() + " " + option.longestName() + " shares its label");
      }
    }
    return candidates.size()
        + command.getSubcommands().values().stream().mapToInt(CompletionTest::labelsOf).sum();
  }

  @Test
  void fishNamesWhatCanFollow() throws Exception {
    Path script = script("fish");
    assertEquals(List.of("check"), fish(script, "cgrant chec"));
    assertEquals(List.of("json", "junit"), fish(script, "cgrant check -o j"));
    assertEquals(List.of("--policies"), fish(script, "cgrant check --polic"));
    assertEquals(List.of("webhooks"), fish(script, "cgrant export web"));
    assertEquals(List.of("bash", "fish", "zsh"), fish(script, "cgrant completion "));
    assertEquals(List.of("--url"), fish(script, "cgrant export webhooks --u"));
    assertEquals(List.of("who", "why"), fish(script, "cgrant wh"));
    assertEquals(List.of("--drifted"), fish(script, "cgrant who --drif"));
    assertEquals(List.of("--as-group"), fish(script, "cgrant why --as-g"));
    assertEquals(List.of("Refused"), fish(script, "cgrant log --verdict Ref"));
    Files.writeString(folder.resolve("pod.yaml"), "");
    assertEquals(List.of("pod.yaml"), fish(script, "cgrant check -p po"));
  }

  @Test
  void kubectlGetsOneCandidateALineAndADirective() {
    assertEquals("check\n:4\n", CommandRun.of("__complete", "chec").out());
    assertEquals("json\njunit\n:4\n", CommandRun.of("__complete", "check", "-o", "j").out());
    assertTrue(CommandRun.of("__complete", "check", "--").out().contains("--policies\n"));
    assertTrue(CommandRun.of("__complete", "").out().contains("why\n"));
    assertEquals("who\nwhy\n:4\n", CommandRun.of("__complete", "wh").out());
    assertEquals("--drifted\n:4\n", CommandRun.of("__complete", "who", "--drif").out());
    assertEquals("--as-group\n:4\n", CommandRun.of("__complete", "why", "--as-g").out());
    assertEquals("workload\n:4\n", CommandRun.of("__complete", "log", "--count-by", "workl").out());
    assertEquals(":0\n", CommandRun.of("__complete", "check", "-p", "pol").out());
  }

  private Path script(String shell) throws IOException {
    var run = CommandRun.of("completion", shell);
    assertEquals(0, run.exitCode(), run::err);
    return Files.writeString(folder.resolve("cgrant." + shell), run.out());
  }

  /// The program that is completed prints its arguments; what is behind `#` is none.
  private List<String> typedIn(String program, Path script, List<String> typed) throws Exception {
    Path shown = folder.resolve("shown");
    Path arguments = folder.resolve("arguments");
    Files.writeString(arguments, "");
    Process terminal = started(shown, "script", "-qec", program, "/dev/null");
    try (OutputStream keys = terminal.getOutputStream()) {
      write(
          keys,
          "cd '%s'; [ -n \"$ZSH_VERSION\" ] && { autoload -U compinit; compinit -u -D; setopt interactivecomments; }\n"
              .formatted(folder));
      write(
          keys,
          "cgrant() { printf '<%s>' \"$@\" >> arguments; echo >> arguments; }; . '"
              + script
              + "'; cgrant rea\"\"dy\n");
      await(arguments, 1, shown);
      for (int i = 0; i < typed.size(); i++) {
        write(keys, typed.get(i) + "\n");
        await(arguments, i + 2, shown);
      }
      write(keys, "exit\n");
    }
    terminal.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    List<String> lines = Files.readAllLines(arguments);
    // In zsh a completed word is followed by a blank, in front of what else is typed.
    return lines.subList(1, lines.size()).stream()
        .map(line -> line.replaceAll("<#>|#", ""))
        .toList();
  }

  private static void write(OutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private static void await(Path arguments, int lines, Path shown) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (Files.readAllLines(arguments).size() < lines) {
      assertTrue(System.nanoTime() < end, "no " + lines + " lines, but " + Files.readString(shown));
      Thread.sleep(50);
    }
  }

  private List<String> fish(Path script, String typed) throws Exception {
    Path shown = folder.resolve("fish");
    Process fish =
        started(
            shown,
            "fish",
            "--no-config",
            "-c",
            "cd '%s'; source '%s'; complete -C '%s'".formatted(folder, script, typed));
    fish.getOutputStream().close();
    assertTrue(fish.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), "fish does not end");
    return Files.readAllLines(shown).stream()
        .map(line -> line.replaceAll("\t.*", ""))
        .sorted()
        .collect(Collectors.toList());
  }

  private Process started(Path shown, String... words) {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TERM", "dumb");
    try {
      return builder.redirectOutput(shown.toFile()).start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the test of completion needs " + words[0] + " on the PATH; install bash, zsh and fish",
          e);
    }
  }
}
