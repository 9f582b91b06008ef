// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The serving certificate in a folder: `tls.crt` and `tls.key`, as a mounted Secret has them.
///
/// Where the folder is empty, an authority is made there as well (`ca.crt`, `ca.key`), and it
/// renews the certificate when due. Where somebody else put the certificate, it is only read.
public final class CertificateFolder {

  private final Path folder;
  private final List<String> names;
  private final InstantSource clock;

  /// @param names DNS names and IP addresses the certificate is for
  public CertificateFolder(Path folder, List<String> names, InstantSource clock) {
    this.folder = folder;
    this.names = List.copyOf(names);
    this.clock = clock;
  }

  /// The certificate to serve now, made or renewed if it is ours and due.
  ///
  /// @throws IOException when the folder cannot be read or written, or holds something else; the
  /// message names the file
  public synchronized KeyedCertificate current() throws IOException {
    Files.createDirectories(folder);
    boolean fromElsewhere = Files.exists(file("tls.crt")) && !Files.exists(file("ca.key"));
    if (fromElsewhere) {
      return read();
    }
    Instant now = clock.instant();
    CertificateAuthority authority = authority(now);
    if (Files.exists(file("tls.crt")) && Files.exists(file("tls.key"))) {
      KeyedCertificate served = read();
      if (isFrom(authority, served.leaf()) && Renewal.due(served.leaf(), now).isEmpty()) {
        return served;
      }
    }
    KeyedCertificate fresh = authority.issue(names, now);
    PemFile.writeKey(file("tls.key"), fresh.key());
    PemFile.writeCertificate(file("tls.crt"), fresh.leaf());
    return fresh;
  }

  private CertificateAuthority authority(Instant now) throws IOException {
    if (Files.exists(file("ca.crt")) && Files.exists(file("ca.key"))) {
      var stored =
          new KeyedCertificate(
              PemFile.readKey(file("ca.key")), PemFile.readCertificates(file("ca.crt")));
      if (Renewal.due(stored.leaf(), now).isEmpty()) {
        return new CertificateAuthority(stored);
      }
    }
    var authority = CertificateAuthority.create(now);
    PemFile.writeKey(file("ca.key"), authority.identity().key());
    PemFile.writeCertificate(file("ca.crt"), authority.identity().leaf());
    return authority;
  }

  private KeyedCertificate read() throws IOException {
    return new KeyedCertificate(
        PemFile.readKey(file("tls.key")), PemFile.readCertificates(file("tls.crt")));
  }

  private static boolean isFrom(CertificateAuthority authority, X509Certificate leaf) {
    try {
      leaf.verify(authority.identity().leaf().getPublicKey());
      return true;
    } catch (java.security.GeneralSecurityException e) {
      return false;
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
