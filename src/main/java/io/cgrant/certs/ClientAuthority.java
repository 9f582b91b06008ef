// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/// Lets in clients with a certificate of an authority in a file, if it also names one of those who
/// may ask. Such an authority signs for many: without the name, every node of the cluster might be
/// let in.
public final class ClientAuthority extends X509ExtendedTrustManager {

  private static final int DNS_NAME = 2;
  private static final int URI = 6;

  private final Path file;
  private final Set<String> names;
  private volatile Trust trust;
  private volatile Optional<X509Certificate> ours = Optional.empty();

  private record Trust(List<X509Certificate> authorities, X509ExtendedTrustManager paths) {}

  /// @param file certificates in PEM
  /// @param names common names, DNS names or URIs, at least one
  /// @throws IOException when the file cannot be read, or holds no certificate; the message names
  ///     it
  public ClientAuthority(Path file, Set<String> names) throws IOException {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("an authority alone does not say who may ask");
    }
    this.file = file;
    this.names = Set.copyOf(names);
    this.trust = trusting(PemFile.readCertificates(file));
  }

  /// Reads the file again.
  ///
  /// @return whether it holds others than before
  /// @throws IOException when it is no good; what was read before stays
  public boolean refresh() throws IOException {
    List<X509Certificate> now = PemFile.readCertificates(file);
    if (now.equals(trust.authorities())) {
      return false;
    }
    trust = trusting(now);
    return true;
  }

  /// Lets this very certificate in too, whoever signed it, until [#forgetOurs].
  public void letIn(X509Certificate certificate) {
    ours = Optional.of(certificate);
  }

  public void forgetOurs() {
    ours = Optional.empty();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    X509Certificate leaf = chain[0];
    if (ours.filter(leaf::equals).isPresent()) {
      return;
    }
    try {
      trust.paths().checkClientTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw new ClientRefused(
          ClientRefused.Cause.Untrusted,
          "its certificate, for %s and issued by %s, is not to be trusted by what %s holds: %s"
              .formatted(
                  leaf.getSubjectX500Principal(),
                  leaf.getIssuerX500Principal(),
                  file,
                  e.getMessage()));
    }
    Set<String> found = namesOf(leaf);
    if (Collections.disjoint(found, names)) {
      throw new ClientRefused(
          ClientRefused.Cause.WrongName,
          "its certificate names %s, and only %s may ask".formatted(found, new TreeSet<>(names)));
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    checkClientTrusted(chain, authType, (SSLEngine) null);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType, (SSLEngine) null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("we are the server");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  /// None: told of some, a client keeps a certificate of another to itself, and could not be told
  /// what is wrong with it.
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private static Trust trusting(List<X509Certificate> authorities) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("client-" + i, authorities.get(i));
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager paths) {
          return new Trust(authorities, paths);
        }
      }
      throw new IllegalStateException("this Java machine cannot check certificates");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot check certificates of clients", e);
    }
  }

  private static Set<String> namesOf(X509Certificate certificate) throws CertificateException {
    var found = new LinkedHashSet<String>();
    for (RDN part : new JcaX509CertificateHolder(certificate).getSubject().getRDNs(BCStyle.CN)) {
      for (AttributeTypeAndValue each : part.getTypesAndValues()) {
        if (each.getType().equals(BCStyle.CN) && each.getValue() instanceof ASN1String name) {
          found.add(name.getString());
        }
      }
    }
    if (certificate.getSubjectAlternativeNames() != null) {
      for (List<?> each : certificate.getSubjectAlternativeNames()) {
        if (each.get(0).equals(DNS_NAME) || each.get(0).equals(URI)) {
          found.add(String.valueOf(each.get(1)));
        }
      }
    }
    return found;
  }
}
