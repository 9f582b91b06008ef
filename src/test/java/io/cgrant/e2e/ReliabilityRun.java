// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Does bad things to cgrant on a real control plane, and says what came of them:
/// `ReliabilityRun [--write FILE] [TRIAL…]`.
///
/// What a trial came to is kept below `target/reliability`, so that a page can be made of several
/// runs. Ends with 1 when a bar is missed, with 2 when there is no such trial.
public final class ReliabilityRun {

  static final String RATE = "cgrant.reliability.rate";
  static final String REQUESTS = "cgrant.reliability.requests";
  private static final Path FOLDER = Path.of("target/reliability").toAbsolutePath();
  private static final int FAST = Integer.getInteger(RATE, 200);

  /// Of the trial of certificates, which counts requests and not seconds.
  private static final int MANY = Integer.getInteger(REQUESTS, 100_000);

  /// Where pods hang, each holds a connection.
  private static final int SLOW = Math.min(FAST, 50);

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private ReliabilityRun() {}

  /// In the order of the page.
  static Map<String, Trial> trials() {
    var trials = new LinkedHashMap<String, Trial>();
    trials.put("dead", new DeadTrial(FAST));
    trials.put("kill", new KillTrial(FAST));
    trials.put("rolling", new RollingTrial(FAST));
    trials.put("certificates", new RotationTrial(SLOW, MANY));
    trials.put("outage", new OutageTrial(FAST));
    trials.put("fight", new FightTrial(Math.min(FAST, 20)));
    trials.put("slow", new SlowTrial(FAST));
    trials.put("stop", new StopTrial(SLOW));
    trials.put("clock", new ClockTrial(SLOW));
    trials.put("disk", new DiskTrial(SLOW));
    trials.put("cpu", new QuarterTrial(10, QuarterTrial.Classes.Archived));
    trials.put("cpu-bare", new QuarterTrial(10, QuarterTrial.Classes.Bare));
    trials.put("memory", new MemoryTrial(SLOW));
    return trials;
  }

  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    Path page = null;
    if (words.contains("--write")) {
      int at = words.indexOf("--write");
      page = Path.of(words.get(at + 1));
      words.subList(at, at + 2).clear();
    }
    Map<String, Trial> trials = trials();
    for (String name : words) {
      if (!trials.containsKey(name)) {
        System.err.println("no trial is called " + name + "; there are " + trials.keySet());
        System.exit(2);
      }
    }
    Files.createDirectories(FOLDER);
    // Also when somebody presses Ctrl-C: no replica stays behind, frozen or not. Others end the
    // control plane meanwhile.
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () ->
                        ProcessHandle.current()
                            .descendants()
                            .filter(p -> p.info().command().orElse("").endsWith("/java"))
                            .forEach(ProcessHandle::destroyForcibly)));
    if (!words.isEmpty()) {
      run(words, trials);
    }
    List<TrialResult> results = read(words.isEmpty() || page != null ? trials.keySet() : words);
    System.out.print(ReliabilityPage.tables(results));
    if (page != null) {
      List<String> missing =
          trials.keySet().stream()
              .filter(name -> Files.notExists(FOLDER.resolve(name + ".json")))
              .toList();
      Files.writeString(page, ReliabilityPage.of(results, missing));
    }
    // What the control plane left behind must not keep this from ending.
    System.exit(results.stream().allMatch(TrialResult::isMet) ? 0 : 1);
  }

  private static void run(List<String> names, Map<String, Trial> trials) throws IOException {
    try (ChartStand stand = ChartStand.start(FOLDER.resolve("stand"), List.of())) {
      for (String name : names) {
        long began = System.nanoTime();
        ClusterChoice.say(name + " …");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        TrialResult result = tried(name, trials.get(name), stand).withLoad(load);
        Files.writeString(FOLDER.resolve(name + ".json"), JSON.writeValueAsString(result));
        ClusterChoice.say(
            "%s: %s after %d s"
                .formatted(
                    name,
                    result.isMet() ? "met" : "MISSED",
                    (System.nanoTime() - began) / 1_000_000_000));
      }
    }
  }

  /// A trial that breaks off is one that was missed.
  private static TrialResult tried(String name, Trial trial, ChartStand stand) {
    try {
      return trial.run(stand);
    } catch (RuntimeException | AssertionError e) {
      e.printStackTrace();
      return TrialResult.of(
          name,
          "the trial broke off",
          List.of(TrialBar.none("trials that broke off", 1)),
          List.of(String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  private static List<TrialResult> read(Iterable<String> names) throws IOException {
    var results = new ArrayList<TrialResult>();
    for (String name : names) {
      Path file = FOLDER.resolve(name + ".json");
      if (Files.exists(file)) {
        results.add(JSON.readValue(file.toFile(), TrialResult.class));
      } else {
        ClusterChoice.say("NOT RUN: " + name);
      }
    }
    return results;
  }
}
