// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cgrant.e2e.Cluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The long soak: `SoakRun MINUTES RATE`. Ends with 1 when a bar is missed.
public final class SoakRun {

  private static final Path FOLDER = Path.of("target/soak").toAbsolutePath();
  private static final Path RESULT = Path.of("target/soak.json").toAbsolutePath();

  private static final int GO_MISSING = 3;
  private static final int SIGNS_SHOWN = 12;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT);

  private SoakRun() {}

  public static void main(String[] args) throws IOException {
    Duration lasting = Duration.ofSeconds(Math.round(60 * Double.parseDouble(args[0])));
    Duration looks =
        lasting.dividedBy(60).compareTo(Duration.ofSeconds(2)) < 0
            ? Duration.ofSeconds(2)
            : lasting.dividedBy(60);
    var soak = new Soak(lasting, Integer.parseInt(args[1]), looks);
    Cluster cluster =
        OwnControlPlane.start(FOLDER.resolve("cluster"))
            .orElseGet(
                () -> {
                  System.err.println("The soak needs Go, to build a control plane with.");
                  System.exit(GO_MISSING);
                  throw new IllegalStateException();
                });
    Folders.delete(FOLDER.resolve("cgrant"));
    var cgrant = new CgrantProcess(FOLDER.resolve("cgrant"), cluster, Ports.free());
    // Also when somebody presses Ctrl-C.
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      cgrant.close();
                      cluster.close();
                    }));
    Api admin = Api.as(cluster.kubeconfig(User.Admin));
    var installation = new Installation(cluster);
    installation.prepare();
    cgrant.start(Launch.shipped());
    installation.connect(cgrant);
    var world = new World("soak");
    world.given().forEach(object -> admin.create(object).orThrow());
    ClusterChoice.say("soaking for " + lasting.toSeconds() + " s …");
    Soak.Outcome outcome = soak.run(cgrant.packaged(), admin, world);
    Files.writeString(RESULT, JSON.writeValueAsString(outcome));
    System.out.print(tables(outcome));
    // What the control plane left behind must not keep this from ending.
    System.exit(outcome.result().isMet() ? 0 : 1);
  }

  private static String tables(Soak.Outcome outcome) {
    var text = new StringBuilder("| After | Alive MiB | Resident MiB | Threads | Files |\n");
    text.append("|---:|---:|---:|---:|---:|\n");
    List<VitalSigns> signs = outcome.signs();
    int every = Math.max(1, signs.size() / SIGNS_SHOWN);
    for (int i = 0; i < signs.size(); i += every) {
      VitalSigns one = signs.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "| %.0f s | %.1f | %.0f | %d | %d |%n",
              one.second(),
              one.heap(),
              one.resident(),
              one.threads(),
              one.files()));
    }
    text.append("\n| Bar | Measured | Limit | |\n|---|---:|---:|---|\n");
    for (TrialBar bar : outcome.result().bars()) {
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(bar.what(), bar.shownMeasured(), bar.shownLimit(), bar.verdict()));
    }
    text.append('\n');
    outcome.result().seen().forEach(words -> text.append(words).append(".\n"));
    return text.toString();
  }
}
