// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a TLS 1.3 client begins with, with one extension that says the same again and again (RFC
/// 8446, section 4.1.2). A server answers it, and waits.
enum LongHello {
  /// `ecdsa_secp256r1_sha256`
  SignatureAlgorithms(0x0d, new byte[] {4, 3}),
  /// The empty name.
  CertificateAuthorities(0x2f, new byte[] {0, 2, 0x30, 0}),
  /// `secp256r1`
  SupportedGroups(0x0a, new byte[] {0, 0x17});

  /// A record has no more.
  private static final int RECORD = 16_384;

  private static final int MOST = 40_000;

  private final int extension;
  private final byte[] repeated;

  LongHello(int extension, byte[] repeated) {
    this.extension = extension;
    this.repeated = repeated;
  }

  /// @return records of about that length together
  byte[] records(int length) {
    byte[] message = message(length / repeated.length);
    ByteBuffer records = ByteBuffer.allocate(MOST);
    for (int i = 0; i < message.length; i += RECORD) {
      byte[] part = Arrays.copyOfRange(message, i, Math.min(message.length, i + RECORD));
      records.put(new byte[] {22, 3, 1}).putShort((short) part.length).put(part);
    }
    return written(records);
  }

  private byte[] message(int times) {
    byte[] extensions = extensions(times);
    ByteBuffer message = ByteBuffer.allocate(MOST);
    message.put((byte) 1).put((byte) 0).putShort((short) (43 + extensions.length));
    message.put(new byte[] {3, 3}).put(new byte[32]).put((byte) 0);
    message.put(new byte[] {0, 2, 0x13, 1, 1, 0});
    message.putShort((short) extensions.length).put(extensions);
    return written(message);
  }

  private byte[] extensions(int times) {
    ByteBuffer extensions = ByteBuffer.allocate(MOST);
    put(extensions, 0x2b, new byte[] {2, 3, 4});
    byte[] key = new byte[38];
    Arrays.fill(key, (byte) 9);
    ByteBuffer.wrap(key).putShort((short) 36).putShort((short) 0x1d).putShort((short) 32);
    put(extensions, 0x33, key);
    list(extensions, 0x0a, new byte[] {0, 0x1d}, extension == 0x0a ? times : 0);
    list(extensions, 0x0d, new byte[] {4, 3}, extension == 0x0d ? times : 0);
    if (extension == 0x2f) {
      list(extensions, 0x2f, repeated, times);
    }
    return written(extensions);
  }

  private void list(ByteBuffer extensions, int type, byte[] first, int times) {
    ByteBuffer list = ByteBuffer.allocate(MOST);
    list.putShort((short) (first.length + times * repeated.length)).put(first);
    for (int i = 0; i < times; i++) {
      list.put(repeated);
    }
    put(extensions, type, written(list));
  }

  private static void put(ByteBuffer extensions, int type, byte[] content) {
    extensions.putShort((short) type).putShort((short) content.length).put(content);
  }

  private static byte[] written(ByteBuffer buffer) {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
