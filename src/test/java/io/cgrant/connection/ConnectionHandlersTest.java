// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What cannot be made to happen over a socket in reasonable time.
final class ConnectionHandlersTest {

  private final AtomicInteger heard = new AtomicInteger();

  private EmbeddedChannel channel(Duration longest) {
    return new EmbeddedChannel(
        new HeadLines(heard::incrementAndGet, longest),
        new HttpRequestDecoder(),
        new HttpResponseEncoder());
  }

  @Test
  void aRequestThatTakesTooLongEndsTheConnectionAtItsNextByte() throws Exception {
    EmbeddedChannel channel = channel(Duration.ofMillis(20));
    channel.writeInbound(bytes("POST / HTTP/1.1\r\n"));
    assertTrue(channel.isActive());
    Thread.sleep(40);
    channel.writeInbound(bytes("a"));
    assertFalse(channel.isActive());
  }

  @Test
  void aConnectionIsHeardOnceItHasSentAHead() {
    EmbeddedChannel channel = channel(Duration.ofSeconds(30));
    channel.writeInbound(bytes("POST / HTTP/1.1\r\nContent-Length: 2\r\n"));
    assertEquals(0, heard.get());
    channel.writeInbound(bytes("\r\n"));
    channel.writeInbound(bytes("{}"));
    assertEquals(1, heard.get());
    assertTrue(channel.isActive());
  }

  @Test
  void tlsGetsNothingMoreToAnswerWhereNobodyTakesIt() throws Exception {
    var tls = SslContextBuilder.forClient().build();
    var channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast(new Entrance(new HandshakeRoom(1_000), () -> {}), tls.newHandler(channel.alloc()));
    channel.runPendingTasks();
    ByteBuf first = bytes("");
    channel.writeInbound(first);
    assertTrue(channel.isActive());
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    ByteBuf next = bytes("x");
    channel.writeInbound(next);
    assertFalse(channel.isActive());
    assertEquals(0, next.refCnt());
  }

  /// As when its own thread is a moment before who cuts it off.
  @Test
  void oneThatIsClosedIsCutOffWithoutAWord() {
    EmbeddedChannel channel = channel(Duration.ofSeconds(30));
    channel.close();
    assertNull(channel.pipeline().firstContext());
    Cut.off(channel);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
