package dev.spillway.lb.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatheredWritesTest {
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new GatheredWrites(new AnswerHeads(null, new FieldNames(), null)));

  private static ByteBuf octets(int length) {
    return Unpooled.buffer(length).writeZero(length);
  }

  private List<Integer> sent() {
    List<Integer> lengths = new ArrayList<>();
    for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      lengths.add(sent.readableBytes());
      sent.release();
    }
    return lengths;
  }

  @Test
  void smallBuffersOfOneFlushAreOne() {
    channel.write(octets(9));
    channel.write(octets(200));
    channel.write(octets(9));
    assertThat(sent()).isEmpty();

    channel.flush();

    assertThat(sent()).containsExactly(218);
  }

  @Test
  void largeBufferIsNotCopiedAndKeepsItsPlace() {
    ByteBuf large = octets(20_000);
    channel.write(octets(9));
    channel.write(large);
    channel.write(octets(7));
    channel.flush();

    ByteBuf before = channel.readOutbound();
    assertThat(before.readableBytes()).isEqualTo(9);
    before.release();
    assertThat((ByteBuf) channel.readOutbound()).isSameAs(large);
    large.release();
    assertThat(sent()).containsExactly(7);
  }

  @Test
  void promisesAreKeptOnceTheirOctetsAreSent() {
    ChannelFuture first = channel.write(octets(9));
    ChannelFuture second = channel.write(octets(200));
    assertThat(first.isDone()).isFalse();

    channel.flush();

    assertThat(first.isSuccess()).isTrue();
    assertThat(second.isSuccess()).isTrue();
    sent();
  }

  @Test
  void promisesFailWithTheConnection() {
    ByteBuf buffer = octets(9);
    ChannelFuture unsent = channel.write(buffer);

    channel.close();

    assertThat(unsent.cause()).isInstanceOf(ClosedChannelException.class);
    assertThat(buffer.refCnt()).isZero();
    assertThat(sent()).isEmpty();
  }

  @Test
  void nothingIsKeptByAHandlerThatIsRemoved() {
    channel.write(octets(9));

    channel.pipeline().remove(GatheredWrites.class);
    channel.flush();

    assertThat(sent()).containsExactly(9);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void octetsKeepTheirOrder(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    List<ChannelFuture> writes = new ArrayList<>();
    List<ByteBuf> buffers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] octets = new byte[random.nextInt(random.nextBoolean() ? 100 : 3000)];
      random.nextBytes(octets);
      written.writeBytes(octets);
      buffers.add(Unpooled.buffer().writeBytes(octets));
      writes.add(channel.write(buffers.get(i)));
      if (random.nextInt(6) == 0) {
        channel.flush();
        assertThat(writes).allMatch(ChannelFuture::isSuccess);
      }
    }
    channel.flush();

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      sent.writeBytes(ByteBufUtil.getBytes(next));
      next.release();
    }
    assertThat(sent.toByteArray()).isEqualTo(written.toByteArray());
    assertThat(writes).allMatch(ChannelFuture::isSuccess);
    assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
  }
}
