// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.CaBundles;
import static io.cgrant.doctor.Concern.OtherWebhooks;
import static io.cgrant.doctor.Concern.WebhookConfigurations;

import io.cgrant.doctor.ClusterFacts.CaBundle;
import io.cgrant.doctor.ClusterFacts.OtherWebhook;
import io.cgrant.doctor.ClusterFacts.Registered;
import io.cgrant.doctor.ClusterFacts.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether the API server asks cgrant, and believes it.
final class RegistrationLook {

  private static final Duration SOON = Duration.ofDays(14);
  private static final String APPLY =
      "apply what the chart or `cgrant export webhooks` of this version writes";

  private final Registered registered;
  private final Instant now;
  private final Findings findings;

  private RegistrationLook(Registered registered, Instant now, Findings findings) {
    this.registered = registered;
    this.now = now;
    this.findings = findings;
  }

  static void at(Registered registered, Instant now, Findings findings) {
    var look = new RegistrationLook(registered, now, findings);
    look.configurations();
    look.bundles();
    look.others();
    GuardLook.at(registered, findings);
  }

  private void configurations() {
    findings.look(WebhookConfigurations);
    Map<String, Webhook> found = byWhere(registered.found());
    Map<String, Webhook> wanted = byWhere(registered.wanted());
    Set<String> absent = configurationsOf(wanted.values());
    absent.removeAll(configurationsOf(found.values()));
    for (String configuration : absent) {
      findings.error(WebhookConfigurations, configuration, "it is not there", APPLY);
    }
    wanted.forEach(
        (where, webhook) -> {
          if (found.containsKey(where)) {
            compare(webhook, found.get(where));
          } else if (!absent.contains(webhook.configuration())) {
            findings.error(WebhookConfigurations, where, "the webhook is missing", APPLY);
          }
        });
    found.keySet().stream()
        .filter(where -> !wanted.containsKey(where))
        .forEach(
            where ->
                findings.warn(
                    WebhookConfigurations, where, "this version does not know the webhook", APPLY));
  }

  private static Map<String, Webhook> byWhere(List<Webhook> webhooks) {
    return webhooks.stream()
        .collect(
            Collectors.toMap(Webhook::where, w -> w, (one, other) -> one, java.util.TreeMap::new));
  }

  private static Set<String> configurationsOf(Collection<Webhook> webhooks) {
    return webhooks.stream()
        .map(Webhook::configuration)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void compare(Webhook wanted, Webhook found) {
    for (Difference difference : Difference.between(wanted.shape(), found.shape())) {
      if (difference.is("failurePolicy", "Ignore")) {
        findings.error(
            WebhookConfigurations,
            found.where(),
            "failurePolicy is Ignore: while cgrant does not answer, pods that ask start unjudged",
            "set it to Fail; " + APPLY);
      } else {
        findings.warn(
            WebhookConfigurations,
            found.where(),
            difference.inWords(),
            APPLY + ", unless you changed it on purpose or run another version");
      }
    }
  }

  private void bundles() {
    findings.look(CaBundles);
    var fingerprints = new HashMap<String, String>();
    for (Webhook webhook : registered.found()) {
      switch (webhook.caBundle()) {
        case CaBundle.Missing missing ->
            findings.error(
                CaBundles,
                webhook.where(),
                "caBundle is empty",
                "see that cgrant runs and may patch the configuration (deploy/rbac.yaml), or that"
                    + " cert-manager's injector does; docs/how-to/rotate-certificates.md");
        case CaBundle.Unreadable(var reason) ->
            findings.error(
                CaBundles,
                webhook.where(),
                "caBundle is not what an API server can read: " + reason,
                "write PEM certificates in Base64, or restart cgrant so that it publishes its own");
        case CaBundle.Authorities(var all, var fingerprint) -> {
          fingerprints.putIfAbsent(fingerprint, webhook.where());
          validity(webhook, all);
        }
      }
    }
    if (fingerprints.size() > 1) {
      findings.warn(
          CaBundles,
          Named.of(new TreeSet<>(fingerprints.values())),
          "the webhooks trust different certificates",
          "wait for a rotation to end; if it lasts, see who else writes caBundle");
    }
  }

  /// One that is valid is enough: during a rotation the old one may end.
  private void validity(Webhook webhook, List<ClusterFacts.Authority> all) {
    Instant last =
        all.stream()
            .filter(a -> !now.isBefore(a.notBefore()))
            .map(ClusterFacts.Authority::notAfter)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    String subjects =
        all.stream()
            .map(a -> a.subject() + " until " + a.notAfter())
            .collect(Collectors.joining("; "));
    if (last.isBefore(now)) {
      findings.error(
          CaBundles,
          webhook.where(),
          "no certificate in caBundle is valid now: " + subjects,
          "renew it: docs/how-to/rotate-certificates.md");
    } else if (last.isBefore(now.plus(SOON))) {
      findings.warn(
          CaBundles,
          webhook.where(),
          "caBundle ends within " + SOON.toDays() + " days: " + subjects,
          "see why nothing renews it: docs/how-to/rotate-certificates.md");
    }
  }

  private void others() {
    findings.look(OtherWebhooks);
    List<OtherWebhook> after =
        registered.others().stream().filter(o -> o.order() == OtherWebhook.Order.After).toList();
    for (OtherWebhook other : after) {
      findings.inform(
          OtherWebhooks,
          "MutatingWebhookConfiguration/" + other.configuration() + " webhook " + other.name(),
          "is called for pods after cgrant, which is asked again (reinvocationPolicy IfNeeded) and"
              + " judges the pod as it ends",
          "nothing, unless pods are refused for what their author never wrote: then have it leave"
              + " them alone");
    }
  }
}
