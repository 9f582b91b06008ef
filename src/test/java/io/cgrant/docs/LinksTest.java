// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every link from one page of ours to another leads somewhere.
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\[[^\\]\n]*\\]\\(([^)\\s]+)\\)");

  @Test
  void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
    var broken = new ArrayList<String>();
    int links = 0;
    for (Path page : pages()) {
      var matcher = LINK.matcher(Files.readString(page));
      while (matcher.find()) {
        String link = matcher.group(1);
        if (!link.contains("://") && !link.startsWith("mailto:")) {
          links++;
          if (!leadsSomewhere(page, link)) {
            broken.add(page + " -> " + link);
          }
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 20, "found only " + links + " links: the pattern no longer fits");
  }

  @Test
  void everyPageIsReachedByLinksFromTheReadme() throws IOException {
    var reached = new LinkedHashSet<Path>();
    var toFollow = new ArrayDeque<Path>(List.of(Path.of("README.md"), Path.of("docs/index.md")));
    while (!toFollow.isEmpty()) {
      Path page = toFollow.remove();
      if (reached.add(page)) {
        toFollow.addAll(pagesLinkedFrom(page));
      }
    }
    List<Path> lost =
        pages().stream().filter(p -> p.startsWith("docs") && !reached.contains(p)).toList();
    assertEquals(List.of(), lost);
  }

  /// Nobody looks for a page in the list of changes.
  private static List<Path> pagesLinkedFrom(Path page) throws IOException {
    if (page.endsWith("CHANGELOG.md")) {
      return List.of();
    }
    var found = new ArrayList<Path>();
    var matcher = LINK.matcher(Files.readString(page));
    while (matcher.find()) {
      String link = matcher.group(1).replaceFirst("#.*", "");
      if (link.isEmpty() || link.contains(":")) {
        continue;
      }
      Path target = page.resolveSibling(link).normalize();
      if (link.endsWith(".md") && Files.exists(target)) {
        found.add(target);
      }
      // A folder is shown as a list of what is in it.
      if (Files.isDirectory(target)) {
        try (Stream<Path> listed = Files.list(target)) {
          listed.filter(p -> p.toString().endsWith(".md")).forEach(found::add);
        }
      }
    }
    return found;
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    for (String root : List.of("docs", "e2e", "src/test", "helm")) {
      try (Stream<Path> below = Files.walk(Path.of(root))) {
        below.filter(p -> p.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    try (Stream<Path> top = Files.list(Path.of("."))) {
      top.filter(p -> p.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  /// As GitHub makes them of headings.
  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ +", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N}\\- _]", "").replace(' ', '-'))
        .toList();
  }
}
