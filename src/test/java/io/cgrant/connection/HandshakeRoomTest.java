// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.certs.CertificateAuthority;
import io.cgrant.certs.KeyedCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/// Connections with TLS, each to what stands at its entrance.
final class HandshakeRoomTest {

  private static final int MOST = 20_000;

  private static final KeyedCertificate OURS =
      CertificateAuthority.create(Instant.now()).issue(List.of("localhost"), Instant.now());

  private final HandshakeRoom room = new HandshakeRoom(MOST);

  @Test
  void theOldestGivesWay() throws SSLException {
    EmbeddedChannel first = server(ClientAuth.REQUIRE);
    EmbeddedChannel second = server(ClientAuth.REQUIRE);
    EmbeddedChannel third = server(ClientAuth.REQUIRE);
    first.writeInbound(beginningOfARecord(MOST / 2));
    second.writeInbound(beginningOfARecord(MOST / 2));
    assertTrue(first.isActive());
    third.writeInbound(beginningOfARecord(MOST / 10));
    first.runPendingTasks();
    second.runPendingTasks();
    assertFalse(first.isActive());
    assertTrue(second.isActive());
    assertTrue(third.isActive());
  }

  /// Its thread has other things to do.
  @Test
  void whoHasToGiveWayIsCountedUntilItIsClosed() throws SSLException {
    List<EmbeddedChannel> all = new ArrayList<>();
    for (int length : List.of(MOST / 2, MOST / 2, MOST / 10, MOST / 10)) {
      all.add(server(ClientAuth.REQUIRE));
      all.getLast().writeInbound(beginningOfARecord(length));
    }
    assertEquals(
        List.of(true, true, true, false), all.stream().map(EmbeddedChannel::isActive).toList());
    ByteBuf more = Unpooled.buffer().writeZero(1);
    all.getFirst().writeInbound(more);
    assertEquals(
        List.of(false, true, true, false), all.stream().map(EmbeddedChannel::isActive).toList());
    all.forEach(EmbeddedChannel::runPendingTasks);
    EmbeddedChannel next = server(ClientAuth.REQUIRE);
    next.writeInbound(beginningOfARecord(MOST / 4));
    assertTrue(next.isActive());
    assertTrue(all.get(2).isActive());
  }

  @Test
  void theOldestIsNotItsOwnWayOut() throws SSLException {
    EmbeddedChannel greedy = server(ClientAuth.REQUIRE);
    EmbeddedChannel other = server(ClientAuth.REQUIRE);
    greedy.writeInbound(beginningOfARecord(12_000));
    other.writeInbound(beginningOfARecord(5_000));
    ByteBuf more = Unpooled.buffer().writeZero(4_000);
    greedy.writeInbound(more);
    assertFalse(greedy.isActive());
    assertEquals(0, more.refCnt());
    assertTrue(other.isActive());
    EmbeddedChannel next = server(ClientAuth.REQUIRE);
    next.writeInbound(beginningOfARecord(15_000));
    assertTrue(other.isActive());
    assertTrue(next.isActive());
  }

  @Test
  void whoHasShakenHandsIsNotCounted() throws SSLException {
    var servers = new ArrayList<EmbeddedChannel>();
    for (int i = 0; i < 2 * MOST / 300; i++) {
      servers.add(server(ClientAuth.NONE));
      shakeHands(servers.getLast());
    }
    assertTrue(servers.stream().allMatch(EmbeddedChannel::isActive));
    EmbeddedChannel other = server(ClientAuth.REQUIRE);
    other.writeInbound(beginningOfARecord(15_000));
    assertTrue(servers.stream().allMatch(EmbeddedChannel::isActive));
    assertTrue(other.isActive());
  }

  @Test
  void aStrangerSaysLittle() throws SSLException {
    EmbeddedChannel terse = server(ClientAuth.NONE);
    terse.writeInbound(beginningOfARecord(3_000));
    assertTrue(terse.isActive());
    EmbeddedChannel wordy = server(ClientAuth.NONE);
    ByteBuf much = beginningOfARecord(3_100);
    wordy.writeInbound(much);
    assertFalse(wordy.isActive());
    assertEquals(0, much.refCnt());
    assertTrue(terse.isActive());
  }

  @Test
  void aRequestRightBehindTheHandshakeIsWhole() throws SSLException {
    EmbeddedChannel server = server(ClientAuth.NONE);
    server
        .pipeline()
        .addLast(
            new HttpRequestDecoder(), new HttpResponseEncoder(), new HttpObjectAggregator(50_000));
    EmbeddedChannel client = client();
    String request = "POST / HTTP/1.1\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(40_000);
    client.writeOutbound(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    exchange(client, server);
    FullHttpRequest received = server.readInbound();
    assertEquals(40_000, received.content().readableBytes());
    assertTrue(server.isActive());
  }

  /// TLS would keep what comes then, and read it no more.
  @Test
  void whoSaysThatNothingMoreComesIsCutOff() throws SSLException {
    EmbeddedChannel server = server(ClientAuth.NONE);
    EmbeddedChannel client = shakeHands(server);
    assertTrue(server.isActive());
    client.pipeline().get(SslHandler.class).closeOutbound();
    exchange(client, server);
    assertFalse(server.isActive());
  }

  /// An alert before, and TLS takes the hands for shaken.
  @Test
  void alsoInsteadOfAHandshake() throws SSLException {
    EmbeddedChannel server = server(ClientAuth.REQUIRE);
    server.writeInbound(Unpooled.wrappedBuffer(new byte[] {21, 3, 3, 0, 2, 1, 90}));
    assertTrue(server.isActive());
    server.writeInbound(Unpooled.wrappedBuffer(new byte[] {21, 3, 3, 0, 2, 1, 0}));
    assertFalse(server.isActive());
  }

  private EmbeddedChannel server(ClientAuth clients) throws SSLException {
    var tls = SslContextBuilder.forServer(OURS.key(), OURS.chain()).clientAuth(clients).build();
    var server = new EmbeddedChannel();
    server.pipeline().addLast(new Entrance(room, () -> {}), patient(tls, server));
    return server;
  }

  /// A handshake that takes ten seconds would be ended, also where the machine stood still.
  private static SslHandler patient(SslContext tls, EmbeddedChannel channel) {
    SslHandler handler = tls.newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private static EmbeddedChannel client() throws SSLException {
    var tls = SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE);
    var client = new EmbeddedChannel();
    client.pipeline().addLast(patient(tls.build(), client));
    return client;
  }

  private static EmbeddedChannel shakeHands(EmbeddedChannel server) throws SSLException {
    EmbeddedChannel client = client();
    exchange(client, server);
    assertTrue(client.pipeline().get(SslHandler.class).handshakeFuture().isSuccess());
    return client;
  }

  private static void exchange(EmbeddedChannel client, EmbeddedChannel server) {
    boolean isQuiet = false;
    while (!isQuiet) {
      isQuiet = !give(client, server) & !give(server, client);
    }
  }

  /// All at once.
  private static boolean give(EmbeddedChannel from, EmbeddedChannel to) {
    from.runPendingTasks();
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf next = from.readOutbound(); next != null; next = from.readOutbound()) {
      all.writeBytes(next);
      next.release();
    }
    boolean isSomething = all.isReadable();
    if (isSomething) {
      to.writeInbound(all);
    }
    return isSomething;
  }

  private static ByteBuf beginningOfARecord(int length) {
    byte[] header = {22, 3, 1, 0x40, 0};
    return Unpooled.buffer().writeBytes(header).writeZero(length - header.length);
  }
}
