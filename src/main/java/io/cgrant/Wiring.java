// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.AuditEntry;
import io.cgrant.cel.CelCompiler;
import io.cgrant.leadership.Leadership;
import io.cgrant.metric.DecisionMeter;
import io.cgrant.metric.Meters;
import io.cgrant.metric.Metric;
import io.cgrant.outlet.Drops;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.record.DecisionLog;
import io.cgrant.record.RotatingFile;
import io.cgrant.telemetry.Collector.Sender;
import io.cgrant.webhook.Tracing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Who gets what.
class Wiring {

  private static final String POD_NAME = "HOSTNAME";
  private static final String LEASE = "cgrant-leader";
  private static final int PART_OF_A_UUID = 8;

  @Produces
  @Singleton
  Meters meters(MeterRegistry registry, Configuration configuration) {
    JvmMeters.bindTo(registry);
    return configuration.metrics() ? new Meters(registry) : Meters.none();
  }

  @Produces
  @Singleton
  DecisionMeter decisionMeter(Meters meters) {
    return new DecisionMeter(meters);
  }

  @Produces
  @Singleton
  Backend backend(
      Configuration configuration,
      Instance<KubernetesClient> client,
      Instance<Leadership> leadership,
      Meters meters,
      ExpressionCompiler compiler) {
    InstantSource clock = InstantSource.system();
    Set<String> gated = GatedHandlers.of(configuration.gatedHandlers()).names();
    Backend backend =
        configuration
            .folder()
            .<Backend>map(f -> new FolderBackend(f, gated, clock, compiler))
            .orElseGet(
                () ->
                    new ClusterBackend(
                        client.get(),
                        configuration,
                        instance(),
                        leadership.get(),
                        clock,
                        compiler));
    backend.measure(meters);
    meters.gauge(Metric.SnapshotAge, backend, b -> b.state().age().toMillis() / 1000.0);
    meters.gauge(Metric.SnapshotSynced, backend, b -> b.state().synced() ? 1 : 0);
    return backend;
  }

  void close(@Disposes Backend backend) {
    backend.close();
  }

  /// Only where there is a cluster: nobody else asks for it.
  @Produces
  @Singleton
  Leadership leadership(KubernetesClient client, Configuration configuration) {
    // A container that is restarted keeps its pod's name.
    String identity = instance() + "-" + UUID.randomUUID().toString().substring(0, PART_OF_A_UUID);
    var leadership =
        new Leadership(client, configuration.ordinaryClasses().namespace(), LEASE, identity);
    leadership.start();
    return leadership;
  }

  void close(@Disposes Leadership leadership) {
    leadership.close();
  }

  @Produces
  @Singleton
  ExpressionCompiler expressionCompiler() {
    return new CelCompiler();
  }

  @Produces
  @Singleton
  SnapshotSource snapshots(Backend backend) {
    return backend.snapshots();
  }

  @Produces
  @Singleton
  @Typed(DecisionLog.class)
  DecisionLog decisionLog(
      Meters meters, Configuration configuration, Backend backend, Telemetry telemetry) {
    var log =
        new DecisionLog(
            configuration.decisionLog().written()
                ? Optional.of(sink(configuration.decisionLog()))
                : Optional.empty(),
            telemetry.lines(backend.owners()),
            backend.owners(),
            InstantSource.system(),
            new WorkloadControllers(configuration.workloadControllers()),
            () -> backend.state().age());
    for (Drops.Cause cause : Drops.Cause.values()) {
      meters.counted(Metric.DecisionLogDropped, log.drops(), d -> d.count(cause), cause);
    }
    return log;
  }

  private static OutputStream sink(Configuration.DecisionLog where) {
    if (where.file().isEmpty()) {
      // Not System.out: its lock and its line buffering are not ours to wait for.
      return new FileOutputStream(FileDescriptor.out);
    }
    try {
      return new RotatingFile(
          where.file().get(), where.fileSize().asLongValue(), where.filesKept());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cgrant.decision-log.file cannot be written: "
              + e
              + "; name a file in a folder that is there and that cgrant may write to",
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cgrant.decision-log.file-size and cgrant.decision-log.files-kept: " + e.getMessage(), e);
    }
  }

  void close(@Disposes DecisionLog log) {
    log.close();
  }

  @Produces
  @Singleton
  Telemetry telemetry(
      Meters meters,
      Configuration configuration,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    return new Telemetry(configuration.otlp(), new Sender(version, instance()), meters);
  }

  @Produces
  @Singleton
  Tracing tracing(Telemetry telemetry) {
    return telemetry.tracing();
  }

  void close(@Disposes Tracing tracing) {
    tracing.close();
  }

  @Produces
  @Singleton
  Consumer<AuditEntry> audit(DecisionLog log, Backend backend) {
    backend.lookBack(log::tell);
    return entry -> {
      log.accept(entry);
      backend.record(entry);
    };
  }

  /// Which replica this is.
  static String instance() {
    return Optional.ofNullable(System.getenv(POD_NAME)).filter(n -> !n.isBlank()).orElse("cgrant");
  }
}
