// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.certs.ClientRefused.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientAuthorityTest {

  private static final ClientSigner SIGNER = ClientSigner.create("CN=clients");

  @TempDir private Path folder;
  private Path file;
  private ClientAuthority authority;

  @BeforeEach
  void trustTheSigner() throws IOException {
    file = Files.writeString(folder.resolve("ca.crt"), SIGNER.pem());
    authority = new ClientAuthority(file, Set.of("kube-apiserver", "spiffe://example/api"));
  }

  @Test
  void letsInWhoIsNamedInTheSubjectOrBesideIt() {
    var uri = new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example/api");
    var dns = new GeneralName(GeneralName.dNSName, "kube-apiserver");
    assertTrue(isLetIn(SIGNER.issue("O=masters,CN=kube-apiserver")));
    assertTrue(isLetIn(SIGNER.issue("CN=another+OU=kube,O=masters", dns)));
    assertTrue(isLetIn(SIGNER.issue("CN=another", uri)));
  }

  @Test
  void anotherNameIsRefusedAndSaid() {
    ClientRefused refused = refused(SIGNER.issue("CN=system:node:a,O=kube-apiserver"));
    assertEquals(Cause.WrongName, refused.refusal());
    assertEquals(
        "its certificate names [system:node:a], and only [kube-apiserver, spiffe://example/api] may"
            + " ask",
        refused.getMessage());
    assertEquals(Cause.WrongName, refused(SIGNER.issue("CN=Kube-ApiServer")).refusal());
    assertEquals(Cause.WrongName, refused(SIGNER.issue("OU=kube-apiserver")).refusal());
  }

  @Test
  void theNameAloneIsNotEnough() {
    var another = ClientSigner.create("CN=clients");
    ClientRefused refused = refused(another.issue("CN=kube-apiserver"));
    assertEquals(Cause.Untrusted, refused.refusal());
    assertTrue(refused.getMessage().contains("issued by CN=clients"), refused.getMessage());
    assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
  }

  @Test
  void norIsACertificateThatHasEndedOrIsForServers() {
    Instant soon = Instant.now().plus(Duration.ofHours(1));
    Instant past = Instant.now().minus(Duration.ofMinutes(1));
    var client = KeyPurposeId.id_kp_clientAuth;
    var server = KeyPurposeId.id_kp_serverAuth;
    assertTrue(isLetIn(SIGNER.issue("CN=kube-apiserver", client, soon)));
    assertEquals(
        Cause.Untrusted, refused(SIGNER.issue("CN=kube-apiserver", client, past)).refusal());
    assertEquals(
        Cause.Untrusted, refused(SIGNER.issue("CN=kube-apiserver", server, soon)).refusal());
  }

  @Test
  void ourOwnWarmUpIsLetInUntilItIsOver() {
    KeyedCertificate ours = ClientSigner.create("CN=us").issue("CN=warm-up");
    authority.letIn(ours.leaf());
    assertTrue(isLetIn(ours));
    assertFalse(isLetIn(ClientSigner.create("CN=us").issue("CN=warm-up")));
    authority.forgetOurs();
    assertFalse(isLetIn(ours));
  }

  @Test
  void anotherFileIsReadAndABrokenOneIsNot() throws IOException {
    var next = ClientSigner.create("CN=next");
    KeyedCertificate before = SIGNER.issue("CN=kube-apiserver");
    KeyedCertificate after = next.issue("CN=kube-apiserver");
    assertFalse(authority.refresh());
    Files.writeString(file, SIGNER.pem() + next.pem());
    assertTrue(authority.refresh());
    assertTrue(isLetIn(before) && isLetIn(after));
    Files.writeString(file, "no certificate");
    assertThrows(IOException.class, authority::refresh);
    assertTrue(isLetIn(before) && isLetIn(after));
    Files.writeString(file, next.pem());
    assertTrue(authority.refresh());
    assertFalse(isLetIn(before));
  }

  @Test
  void whoMayAskMustBeSaid() {
    assertThrows(IllegalArgumentException.class, () -> new ClientAuthority(file, Set.of()));
    Path missing = folder.resolve("missing");
    var failure =
        assertThrows(IOException.class, () -> new ClientAuthority(missing, Set.of("anybody")));
    assertTrue(failure.getMessage().contains("missing"), failure::getMessage);
  }

  /// Go's client sends nothing where it has none of the issuers that a server names.
  @Test
  void namesNoIssuers() {
    assertEquals(0, authority.getAcceptedIssuers().length);
    X509Certificate[] chain = {SIGNER.issue("CN=kube-apiserver").leaf()};
    assertThrows(CertificateException.class, () -> authority.checkServerTrusted(chain, "EC"));
  }

  private boolean isLetIn(KeyedCertificate client) {
    try {
      authority.checkClientTrusted(chain(client), "EC");
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private ClientRefused refused(KeyedCertificate client) {
    return assertThrows(
        ClientRefused.class, () -> authority.checkClientTrusted(chain(client), "EC"));
  }

  private static X509Certificate[] chain(KeyedCertificate client) {
    return client.chain().toArray(X509Certificate[]::new);
  }
}
