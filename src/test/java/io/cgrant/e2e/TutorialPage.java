// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the tutorial's page says becomes of its pods.
///
/// @param pods by the name of their file, or of themselves where the page makes them on the way
record TutorialPage(Map<String, Told> pods) {

  static final Path FOLDER = Path.of("docs/tutorial");

  private static final Pattern VERDICT =
      Pattern.compile(
          "^(?:docs/tutorial/pods/(\\S+)\\.yaml|<stdin>):\\d+: Pod \\w+/(\\S+): (Granted by policy"
              + " \\w+|Refused|NotAsked)$");
  private static final Pattern FINDING =
      Pattern.compile("^  docs/tutorial/pods/(\\S+)\\.yaml:\\d+: (\\S+: \\w+.*)$");

  /// What becomes of a pod, in the words of the page and of the comments in the pods' files.
  enum Fate {
    Granted("Granted by policy ray", ": granted"),
    Refused("Refused", ": refused"),
    NotAsked("NotAsked", ": left alone");

    private final String shown;
    private final String comment;

    Fate(String shown, String comment) {
      this.shown = shown;
      this.comment = comment;
    }

    static Fate shown(String words) {
      return only(fate -> fate.shown.equals(words), words);
    }

    static Fate commented(String line) {
      return only(fate -> line.contains(fate.comment), line);
    }

    private static Fate only(Predicate<Fate> which, String text) {
      return Stream.of(values())
          .filter(which)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no verdict in: " + text));
    }
  }

  /// @param fate empty where the page shows findings alone
  /// @param words of the findings: where, why, and what to do
  record Told(Optional<Fate> fate, List<String> words) {

    static final Told NOTHING = new Told(Optional.empty(), List.of());
  }

  static TutorialPage read() {
    var pods = new TreeMap<String, Told>();
    List<String> last = new ArrayList<>();
    for (String line : Manifests.text(FOLDER.resolve("first-grant.md")).split("\n")) {
      Matcher verdict = VERDICT.matcher(line);
      Matcher finding = FINDING.matcher(line);
      if (verdict.matches()) {
        String name = verdict.group(1) == null ? "mended" : verdict.group(1);
        pods.put(name, new Told(Optional.of(Fate.shown(verdict.group(3))), new ArrayList<>()));
      } else if (finding.matches()) {
        last =
            pods.computeIfAbsent(
                    finding.group(1), n -> new Told(Optional.empty(), new ArrayList<>()))
                .words();
        last.add(finding.group(2));
      } else if (line.startsWith("      ") && !last.isEmpty()) {
        last.add(line.strip());
      }
    }
    return new TutorialPage(pods);
  }
}
