// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.Pem;
import io.cgrant.certs.Rotation;
import io.cgrant.certs.Step;
import io.cgrant.certs.StoredCertificates;
import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Serves what the Secret holds, and, in the replica that leads, sees to it that the Secret holds
/// something good and that the API server trusts it.
///
/// Every pass reads everything anew, and compares before it writes. Watches only tell when to look;
/// a pulse looks in any case. A lost race is a reason to look again, and two that think they lead
/// only get in each other's way.
public final class CertificateKeeper implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CertificateKeeper.class);
  private static final long PULSE = Duration.ofSeconds(5).toMillis();

  /// More than a change of the authority takes. Whoever loses more races than that in a row looks
  /// again at the next pulse.
  private static final int MOST_STEPS = 12;

  private final SecretStore secret;
  private final BundleStore webhooks;
  private final BooleanSupplier leads;
  private final Rotation rotation;
  private final InstantSource clock;
  private final InstantSource stopwatch;
  private final Consumer<KeyedCertificate> serve;
  private final RotationMeter meter = new RotationMeter();
  private final Trouble apiTrouble = new Trouble(CertificateKeeper.class);
  private final Trouble secretTrouble = new Trouble(CertificateKeeper.class);
  private final Pace pace = new Pace();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-certificates").factory());
  private StoredCertificates good = StoredCertificates.NONE;
  private String published = "";
  private Instant publishedSince = Instant.MIN;
  private Instant planned = Instant.MIN;
  private volatile boolean isStarted;

  /// @param identity that no other replica has
  /// @param leads whether this replica writes
  /// @param clock by which certificates begin and end
  /// @param stopwatch for how long something is published or left alone
  /// @param serve hears of every certificate that is to be served from now on
  public CertificateKeeper(
      KubernetesClient client,
      String namespace,
      String secretName,
      String identity,
      BooleanSupplier leads,
      Rotation rotation,
      InstantSource clock,
      InstantSource stopwatch,
      Consumer<KeyedCertificate> serve) {
    this(
        new ApiServerSecretStore(client, namespace, secretName, identity),
        new ApiServerBundleStore(client),
        leads,
        rotation,
        clock,
        stopwatch,
        serve);
  }

  CertificateKeeper(
      SecretStore secret,
      BundleStore webhooks,
      BooleanSupplier leads,
      Rotation rotation,
      InstantSource clock,
      InstantSource stopwatch,
      Consumer<KeyedCertificate> serve) {
    this.secret = secret;
    this.webhooks = webhooks;
    this.leads = leads;
    this.rotation = rotation;
    this.clock = clock;
    this.stopwatch = stopwatch;
    this.serve = serve;
  }

  public void start() {
    isStarted = true;
    thread.scheduleWithFixedDelay(this::tryPass, 0, PULSE, TimeUnit.MILLISECONDS);
  }

  /// Something may have changed. Returns at once.
  public void look() {
    if (!thread.isShutdown()) {
      thread.execute(this::tryPass);
    }
  }

  public RotationMeter meter() {
    return meter;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void tryPass() {
    try {
      pass();
      apiTrouble.isOver("certificates are looked after again");
    } catch (RuntimeException e) {
      meter.found(SecretState.Unreachable);
      apiTrouble.warn("certificates not looked after, next try in 5 s: " + ApiServerWords.of(e));
    }
  }

  void pass() {
    Optional<SecretStore.Kept> kept = secret.read();
    StoredCertificates stored = taken(kept);
    for (int i = 0; i < MOST_STEPS && leads.getAsBoolean(); i++) {
      Instant now = clock.instant();
      Step step = rotation.next(stored, good, trustedSince(stored, now), now);
      switch (step) {
        case Step.Rest(Instant until) -> {
          lookAt(until, now);
          return;
        }
        case Step.Wait(Instant until) -> {
          lookAt(until, now);
          return;
        }
        case Step.Publish(var trusted) -> {
          if (!publish(trusted)) {
            return;
          }
        }
        case Step.Store store -> kept = write(store, kept);
      }
      stored = taken(kept);
    }
  }

  /// What the Secret holds; from now on that is served.
  private StoredCertificates taken(Optional<SecretStore.Kept> kept) {
    StoredCertificates stored =
        kept.map(k -> StoredCertificates.read(k.texts())).orElse(StoredCertificates.NONE);
    tell(stored);
    boolean isNew =
        stored.serving().isPresent()
            && !good.serving()
                .map(KeyedCertificate::leaf)
                .equals(stored.serving().map(KeyedCertificate::leaf));
    if (isNew) {
      serve.accept(stored.serving().get());
    }
    good = stored.or(good, clock.instant());
    meter.known(stored);
    return stored;
  }

  private void tell(StoredCertificates stored) {
    SecretState state = SecretState.of(stored, clock.instant());
    meter.found(state);
    switch (state) {
      case Good -> secretTrouble.isOver("the certificate in the Secret is good, and served");
      case Missing -> secretTrouble.warn("there is no certificate in the Secret" + staysServed());
      case Damaged ->
          secretTrouble.warn(
              "the Secret is damaged: " + String.join("; ", stored.problems()) + staysServed());
      case Expired ->
          secretTrouble.warn(
              "the certificate in the Secret ended "
                  + stored.serving().get().leaf().getNotAfter().toInstant()
                  + "; the replica that leads makes a new one");
      case NotYetValid ->
          secretTrouble.warn(
              "the certificate in the Secret is not valid before "
                  + stored.serving().get().leaf().getNotBefore().toInstant()
                  + ", by this node's clock; look at the clocks of the nodes");
      case Unreachable -> {}
    }
  }

  private String staysServed() {
    return good.serving().isPresent()
        ? "; the last good one stays in use, the replica that leads mends it"
        : "; the replica that leads makes one, and pods that ask are refused until then";
  }

  /// Since when this replica knows that exactly these are published.
  private Optional<Instant> trustedSince(StoredCertificates stored, Instant now) {
    if (stored.trusted().isEmpty()) {
      return Optional.empty();
    }
    String bundle = Pem.text(stored.trusted());
    if (!bundle.equals(published)) {
      published = bundle;
      publishedSince = Instant.MIN;
      pace.reset();
    }
    List<String> differing = webhooks.differing(bundle);
    if (!differing.isEmpty()) {
      if (!publishedSince.equals(Instant.MIN)) {
        LOG.warnf(
            "caBundle was changed by somebody else and is put right: %s",
            String.join(", ", differing));
      }
      publishedSince = Instant.MIN;
      return Optional.empty();
    }
    Instant moment = stopwatch.instant();
    if (publishedSince.equals(Instant.MIN)) {
      publishedSince = moment;
    }
    return Optional.of(now.minus(Duration.between(publishedSince, moment)));
  }

  private boolean publish(List<X509Certificate> trusted) {
    Instant now = stopwatch.instant();
    Instant next = pace.next(now);
    if (now.isBefore(next)) {
      lookAt(next, now);
      return false;
    }
    pace.written(now);
    if (webhooks.publish(Pem.text(trusted))) {
      meter.published();
      LOG.infof("caBundle of the webhooks is written; authorities in it: %d", trusted.size());
    }
    return true;
  }

  private Optional<SecretStore.Kept> write(Step.Store step, Optional<SecretStore.Kept> before) {
    Optional<SecretStore.Kept> after =
        secret.write(step.next().texts(), before.map(SecretStore.Kept::version).orElse(""));
    if (after.isEmpty()) {
      LOG.debug("another replica was faster to write the Secret");
      return secret.read();
    }
    meter.changed(step.change());
    LOG.infof("%s: %s", words(step), step.why());
    return after;
  }

  private static String words(Step.Store step) {
    return switch (step.change()) {
      case AuthorityMade ->
          "a new authority signs from now on, until "
              + step.next().trusted().getFirst().getNotAfter().toInstant();
      case Restored -> "the Secret is as it was before";
      case AuthorityDropped -> "an authority is no longer trusted";
      case CertificateIssued ->
          "a new certificate is served from now on, until "
              + step.next().serving().get().leaf().getNotAfter().toInstant();
    };
  }

  /// What lies behind the next pulse is left to it. Whoever was not started looks when told to, and
  /// never by itself: a pass is for one thread.
  private void lookAt(Instant then, Instant now) {
    long delay = Math.max(1, Duration.between(now, then).toMillis());
    if (isStarted && delay < PULSE && !then.equals(planned) && !thread.isShutdown()) {
      planned = then;
      thread.schedule(this::tryPass, delay, TimeUnit.MILLISECONDS);
    }
  }
}
