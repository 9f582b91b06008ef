// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Closes a connection whose request has too many lines before its body. Netty bounds their
/// characters alone, and keeps a hundred bytes for a line of two.
final class HeadLines extends ChannelInboundHandlerAdapter {

  /// An API server sends six.
  private static final int MOST = 64;

  /// `PRI`, which no request begins with.
  private static final int MOST_LETTERS = 3;

  private static final byte DELETE = 0x7F;

  private boolean isFollowed;
  private int letters;
  private boolean counting = true;
  private boolean begun;
  private int lines;
  private int lengthOfLine;
  private byte last;

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    var bytes = (ByteBuf) read;
    if (isTooMuch(bytes) || !isFollowed(context, bytes)) {
      bytes.release();
      context.close();
      return;
    }
    context.fireChannelRead(bytes);
  }

  /// By [OneAtATime], behind what reads requests. Without TLS that is not there before Vert.x has
  /// seen by the first letters that HTTP/2 does not begin here.
  private boolean isFollowed(ChannelHandlerContext context, ByteBuf bytes) {
    while (!isFollowed) {
      ChannelHandlerContext writer = context.pipeline().context(HttpResponseEncoder.class);
      if (writer != null) {
        context.pipeline().addAfter(writer.name(), null, new OneAtATime(this));
        isFollowed = true;
      } else if (letters == MOST_LETTERS) {
        return false;
      } else if (bytes.isReadable()) {
        letters++;
        context.fireChannelRead(bytes.readRetainedSlice(1));
      } else {
        return true;
      }
    }
    return true;
  }

  /// The next bytes are of a request that has not begun.
  void begin() {
    counting = true;
    begun = false;
    lines = 0;
    lengthOfLine = 0;
  }

  /// The next bytes are of a body.
  void end() {
    counting = false;
  }

  private boolean isTooMuch(ByteBuf bytes) {
    for (int i = bytes.readerIndex(); counting && i < bytes.writerIndex(); i++) {
      byte read = bytes.getByte(i);
      begun = begun || !isBeforeRequest(read);
      if (read == '\n' && begun) {
        if (isEmptyLine()) {
          break;
        }
        lines++;
        lengthOfLine = 0;
      } else {
        lengthOfLine++;
      }
      last = read;
    }
    return lines > MOST;
  }

  /// What follows in these bytes is of the body. That the head has ended, who reads it tells.
  private boolean isEmptyLine() {
    return lengthOfLine == 0 || lengthOfLine == 1 && last == '\r';
  }

  /// As Netty passes over it.
  private static boolean isBeforeRequest(byte read) {
    return read >= 0 && read <= ' ' || read == DELETE;
  }
}
