// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
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
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Our own authority: it vouches for the serving certificate and for nothing else. P-256 throughout
/// (RFC 5480).
public record CertificateAuthority(KeyedCertificate identity) {

  static final Duration LIFE = Lifetimes.OF_A_FOLDER.authority();
  static final Duration LEAF_LIFE = Lifetimes.OF_A_FOLDER.leaf();

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final X500Name SUBJECT = new X500Name("CN=cgrant CA");

  public static CertificateAuthority create(Instant now) {
    return create(now, Lifetimes.OF_A_FOLDER);
  }

  public static CertificateAuthority create(Instant now, Lifetimes lifetimes) {
    try {
      KeyPair pair = keyPair();
      Instant begins = now.minus(lifetimes.backdated());
      var builder = builder(SUBJECT, pair.getPublic(), begins, now.plus(lifetimes.authority()));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      var extensions = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          extensions.createSubjectKeyIdentifier(pair.getPublic()));
      X509Certificate certificate = signed(builder, pair.getPrivate());
      return new CertificateAuthority(
          new KeyedCertificate(pair.getPrivate(), List.of(certificate)));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot create a certificate authority", e);
    }
  }

  /// A serving certificate. It never outlives its authority.
  ///
  /// @param names DNS names and IP addresses, at least one
  public KeyedCertificate issue(List<String> names, Instant now) {
    return issue(names, now, Lifetimes.OF_A_FOLDER);
  }

  /// A serving certificate. It never outlives its authority.
  ///
  /// @param names DNS names and IP addresses, at least one
  public KeyedCertificate issue(List<String> names, Instant now, Lifetimes lifetimes) {
    try {
      KeyPair pair = keyPair();
      Instant authorityEnds = identity.leaf().getNotAfter().toInstant();
      Instant ends = now.plus(lifetimes.leaf());
      var builder =
          builder(
              new X500Name("CN=cgrant"),
              pair.getPublic(),
              now.minus(lifetimes.backdated()),
              ends.isBefore(authorityEnds) ? ends : authorityEnds);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(identity.leaf()));
      X509Certificate leaf = signed(builder, identity.key());
      return new KeyedCertificate(pair.getPrivate(), List.of(leaf));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot issue a serving certificate", e);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name subject, PublicKey key, Instant begins, Instant ends) {
    return new JcaX509v3CertificateBuilder(
        SUBJECT, new BigInteger(127, RANDOM), Date.from(begins), Date.from(ends), subject, key);
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String name) {
    try {
      InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
