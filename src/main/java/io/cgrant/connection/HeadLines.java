// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.time.Duration;

/// Closes a connection whose request has too many lines before its body, or another request behind
/// it that waits for no answer. Netty bounds the characters of lines alone, and keeps a hundred
/// bytes for a line of two.
///
/// What it lets by at once is of one head or of one body. In between [OneAtATime] has seen the
/// request, and says how long its body is.
final class HeadLines extends ChannelInboundHandlerAdapter {

  private static final long NOT_BEGUN = Long.MIN_VALUE;

  /// `PRI`, which no request begins with.
  private static final int MOST_LETTERS = 3;

  /// From the first byte to the last: longer waits no API server.
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Runnable heard;
  private final long longest;
  private State state = State.Spelling;
  private int letters;
  private HeadEnd head = new HeadEnd();
  private long left;
  private boolean isAnswered;
  private boolean isHeard;
  private long began = NOT_BEGUN;

  private enum State {
    /// The first letters were read, and nothing that reads requests is there.
    Spelling,
    Head,
    /// All of the head was let by.
    AfterHead,
    Body,
    Over
  }

  /// @param heard called once, when a head was read
  HeadLines(Runnable heard) {
    this(heard, LONGEST);
  }

  /// @param longest from the first byte to the last
  HeadLines(Runnable heard, Duration longest) {
    this.heard = heard;
    this.longest = longest.toNanos();
  }

  /// The request that was let by has a body of so many bytes, and is the last thing for now.
  void expectBody(long length) {
    isAnswered = false;
    left = length;
    state = length == 0 ? State.Head : State.Body;
    head = new HeadEnd();
  }

  /// The request that was let by has its answer, maybe before all of its body was there.
  void answered() {
    isAnswered = true;
  }

  /// Nothing is let by any more.
  void stop() {
    state = State.Over;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    var bytes = (ByteBuf) read;
    if (isTooSlow(System.nanoTime())) {
      state = State.Over;
    }
    try {
      while (bytes.isReadable() && state != State.Over) {
        letBy(context, bytes);
      }
    } finally {
      bytes.release();
    }
    if (state == State.Over) {
      context.close();
    }
  }

  /// Whoever has said that nothing more comes may send without end: TLS keeps it, and reads it no
  /// more.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      Cut.off(context.channel());
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /// Looked at whenever something comes; where nothing does, the connection is idle.
  private boolean isTooSlow(long now) {
    if (began == NOT_BEGUN) {
      began = now;
    }
    return now - began > longest;
  }

  private void letBy(ChannelHandlerContext context, ByteBuf bytes) {
    switch (state) {
      case Spelling -> spell(context, bytes);
      case Head, AfterHead -> letHeadBy(context, bytes);
      case Body -> letBodyBy(context, bytes);
      case Over -> {}
    }
  }

  /// Puts [OneAtATime] behind what reads requests. Without TLS that is not there before Vert.x has
  /// seen by the first letters that HTTP/2 does not begin here.
  private void spell(ChannelHandlerContext context, ByteBuf bytes) {
    ChannelHandlerContext writer = context.pipeline().context(HttpResponseEncoder.class);
    if (writer != null) {
      context.pipeline().addAfter(writer.name(), null, new OneAtATime(this));
      state = State.Head;
    } else if (letters == MOST_LETTERS) {
      state = State.Over;
    } else {
      letters++;
      ByteBuf letter = bytes.readRetainedSlice(1);
      head.find(letter);
      context.fireChannelRead(letter);
    }
  }

  private void letHeadBy(ChannelHandlerContext context, ByteBuf bytes) {
    int length = head.find(bytes);
    if (head.isTooFar()) {
      state = State.Over;
      return;
    }
    if (!head.isReached()) {
      context.fireChannelRead(bytes.readRetainedSlice(length));
      return;
    }
    state = State.AfterHead;
    if (!isHeard) {
      isHeard = true;
      heard.run();
    }
    context.fireChannelRead(bytes.readRetainedSlice(length));
    if (state == State.AfterHead) {
      state = State.Over;
    } else if (state == State.Head) {
      endRequest(bytes);
    }
  }

  private void letBodyBy(ChannelHandlerContext context, ByteBuf bytes) {
    int length = (int) Math.min(left, bytes.readableBytes());
    left -= length;
    context.fireChannelRead(bytes.readRetainedSlice(length));
    if (left == 0 && state == State.Body) {
      state = State.Head;
      endRequest(bytes);
    }
  }

  private void endRequest(ByteBuf behind) {
    began = NOT_BEGUN;
    if (behind.isReadable() && !isAnswered) {
      state = State.Over;
    }
  }
}
