package dev.spillway.lb.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What came of the octets that a connection received, in whatever parts they came. */
final class Decoded extends ChannelInboundHandlerAdapter {
  private final StringBuilder all = new StringBuilder();
  private final List<ByteBuf> received = new ArrayList<>();
  private boolean inBody;
  private int ends;
  private boolean refused;

  /** In parts of one octet each: where each ends. */
  static List<Integer> octets(int length) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      ends.add(i);
    }
    return ends;
  }

  /** In some parts: where each ends. */
  static List<Integer> parts(int length, Random random) {
    List<Integer> ends = new ArrayList<>();
    for (int at = 0; at < length; ) {
      at = Math.min(length, at + 1 + random.nextInt(random.nextBoolean() ? 40 : 2000));
      ends.add(at);
    }
    return ends;
  }

  /** The same with one octet that may be wrong there, more often near the beginning. */
  static byte[] spoilt(byte[] octets, Random random) {
    byte[] spoilt = octets.clone();
    byte[] signs = "\r\n\t :0,\u0000\u007fx".getBytes(ISO_8859_1);
    int most = random.nextInt(4) == 0 ? octets.length : Math.min(octets.length, 120);
    spoilt[random.nextInt(most)] = signs[random.nextInt(signs.length)];
    return spoilt;
  }

  /** Receives them on a channel that this is the last handler of, until it is closed. */
  void receive(EmbeddedChannel channel, byte[] octets, List<Integer> partEnds) {
    int from = 0;
    for (int end : partEnds) {
      if (!channel.isOpen()) {
        return;
      }
      ByteBuf part = Unpooled.directBuffer().writeBytes(octets, from, end - from);
      received.add(part);
      channel.writeInbound(part);
      from = end;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpMessage head) {
      all.append(inBody ? "\n" : "");
      inBody = false;
      all.append(startLine(head)).append(' ').append(result(head.decoderResult())).append('\n');
      for (Map.Entry<String, String> field : head.headers()) {
        all.append(field.getKey().toLowerCase(Locale.ROOT)).append('=').append(field.getValue());
        all.append('\n');
      }
    }
    if (message instanceof HttpContent content) {
      inBody = true;
      all.append(content.content().toString(ISO_8859_1));
      content.release();
    }
    if (message instanceof LastHttpContent last) {
      ends++;
      all.append("\nend ").append(last.trailingHeaders().entries()).append('\n');
      inBody = false;
    }
  }

  private static String result(DecoderResult result) {
    return result instanceof RefusedHead refused ? "refused " + refused.fault() : result.toString();
  }

  private static String startLine(HttpMessage head) {
    if (head instanceof HttpRequest request) {
      return request.method() + " " + request.uri() + " " + request.protocolVersion();
    }
    return head.protocolVersion() + " " + ((HttpResponse) head).status();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    refused = true;
  }

  /** All messages as text. */
  String all() {
    return all.toString();
  }

  /** How many messages are whole. */
  int ends() {
    return ends;
  }

  /** Whether something failed the connection. */
  boolean refused() {
    return refused;
  }

  /** Whether all that was received was given back. */
  boolean allReleased() {
    return received.stream().allMatch(part -> part.refCnt() == 0);
  }
}
