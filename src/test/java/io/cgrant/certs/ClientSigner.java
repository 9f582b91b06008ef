// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Somebody else's authority, that signs certificates of clients.
public final class ClientSigner {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyedCertificate identity;

  private ClientSigner(KeyedCertificate identity) {
    this.identity = identity;
  }

  /// @param subject as `CN=them`
  public static ClientSigner create(String subject) {
    Instant now = Instant.now();
    KeyPair pair = keyPair();
    var builder = builder(subject, subject, pair, now, now.plus(Duration.ofDays(1)));
    return new ClientSigner(
        signed(builder, pair, pair, Extension.basicConstraints, new BasicConstraints(0)));
  }

  public String pem() {
    return Pem.text(identity.chain());
  }

  public KeyedCertificate issue(String subject, GeneralName... names) {
    Instant now = Instant.now();
    return issue(subject, KeyPurposeId.id_kp_clientAuth, now.plus(Duration.ofHours(1)), names);
  }

  KeyedCertificate issue(String subject, KeyPurposeId purpose, Instant ends, GeneralName... names) {
    KeyPair pair = keyPair();
    String issuer = identity.leaf().getSubjectX500Principal().getName();
    var builder = builder(issuer, subject, pair, ends.minus(Duration.ofHours(2)), ends);
    try {
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    var signer = new KeyPair(identity.leaf().getPublicKey(), identity.key());
    return signed(builder, pair, signer, Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose));
  }

  private static JcaX509v3CertificateBuilder builder(
      String issuer, String subject, KeyPair pair, Instant begins, Instant ends) {
    return new JcaX509v3CertificateBuilder(
        new X500Name(issuer),
        new BigInteger(127, RANDOM),
        Date.from(begins),
        Date.from(ends),
        new X500Name(subject),
        pair.getPublic());
  }

  private static KeyedCertificate signed(
      JcaX509v3CertificateBuilder builder,
      KeyPair pair,
      KeyPair signer,
      org.bouncycastle.asn1.ASN1ObjectIdentifier extension,
      org.bouncycastle.asn1.ASN1Encodable value) {
    try {
      builder.addExtension(extension, true, value);
      var signature = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
      var certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signature));
      return new KeyedCertificate(pair.getPrivate(), List.of(certificate));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
