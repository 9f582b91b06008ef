// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/// Closes a connection that sends a request before it has the answer to the one before, or does not
/// take its answers: Vert.x would queue without end. What comes behind the last request, Vert.x
/// would neither read nor release.
///
/// A body of unknown length is refused. Go's client says the length of what an API server sends,
/// and behind such a body there may be any number of lines again.
final class OneAtATime extends ChannelDuplexHandler {

  private final HeadLines head;
  private State state = State.Waiting;
  private boolean isLast;

  private enum State {
    Waiting,
    Answering,
    Over
  }

  OneAtATime(HeadLines head) {
    this.head = head;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (read instanceof HttpRequest request) {
      // To another protocol, in which Vert.x would follow.
      request.headers().remove(HttpHeaderNames.UPGRADE);
      begin(context, request);
    }
    if (state == State.Over) {
      ReferenceCountUtil.release(read);
    } else if (state == State.Waiting) {
      throwAway(context, read);
    } else {
      context.fireChannelRead(read);
    }
  }

  /// What still comes of a body that has its answer. Vert.x would keep it, where nobody reads on.
  private static void throwAway(ChannelHandlerContext context, Object read) {
    ReferenceCountUtil.release(read);
    if (read instanceof LastHttpContent) {
      context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    if (state != State.Waiting || isLast || !context.channel().isWritable()) {
      end();
    } else if (!isSpoken(request.protocolVersion())) {
      refuse(context, HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED);
    } else if (HttpUtil.isTransferEncodingChunked(request)) {
      refuse(context, HttpResponseStatus.LENGTH_REQUIRED);
    } else {
      state = State.Answering;
      isLast = !HttpUtil.isKeepAlive(request);
      head.expectBody(isReadable(request) ? HttpUtil.getContentLength(request, 0L) : 0);
    }
  }

  /// The very objects: Vert.x compares no others, and takes any other version for a last request
  /// where Netty does not. `http/1.1` is equal to one of them, and is none.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSpoken(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }

  private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, 0)
        .set(HttpHeaderNames.CONNECTION, "close");
    context.writeAndFlush(response);
    end();
  }

  /// [HeadLines] closes the connection as soon as it has it back.
  private void end() {
    state = State.Over;
    head.stop();
  }

  /// Of one that is not, Vert.x tells the sender, and closes the connection.
  private static boolean isReadable(HttpRequest request) {
    return request.decoderResult().isSuccess();
  }

  @Override
  public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
    if (written instanceof HttpResponse response) {
      isLast |= !HttpUtil.isKeepAlive(response);
    }
    if (state == State.Answering && isEndOfAnswer(written)) {
      state = State.Waiting;
      head.answered();
    }
    context.write(written, promise);
  }

  /// `100 Continue` looks like a whole answer, and is none.
  private static boolean isEndOfAnswer(Object written) {
    boolean isInformation =
        written instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    return written instanceof LastHttpContent && !isInformation;
  }
}
