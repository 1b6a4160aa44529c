package dev.spillway.lb.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldBlockTest {
  private static final List<String> SOME_NAMES =
      List.of("Server", "date", "Via", "ETag", "X-Own", "x-own", "Set-Cookie", "accept-encoding");

  private final FieldNames names = new FieldNames();
  private final FieldBlock block = new FieldBlock(names);

  private static List<Map.Entry<String, String>> decoded(FieldBlock block) throws Http2Exception {
    DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    ByteBuf octets = Unpooled.buffer();
    block.writeTo(octets);
    assertThat(octets.readableBytes()).isEqualTo(block.length());
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    decoder
        .decodeHeaders(1, octets)
        .forEach(field -> fields.add(Map.entry(field.getKey() + "", field.getValue().toString())));
    assertThat(decoder.configuration().maxHeaderTableSize()).isEqualTo(4096); // as it was
    return fields;
  }

  @Test
  void namesOfTheStaticTableAreNotWrittenOut() throws Http2Exception {
    block.add(new AsciiString("Content-Type"), new AsciiString("text/html"));

    assertThat(block.length()).isEqualTo(2 + 1 + 9); // RFC 7541, appendix A: 31
    assertThat(block.listSize()).isEqualTo(12 + 9 + 32);
    assertThat(decoded(block)).containsExactly(Map.entry("content-type", "text/html"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":status", "a b", "a\nb", "ä", "a:"})
  void whatIsNoNameIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> block.add(name, "1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> block.add(new AsciiString(name), new AsciiString("1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\u007f", "\u0100", "\u010a"})
  void whatIsNoValueIsRefused(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> block.add("x-own", value));
  }

  @Test
  void octetsBeyondAsciiStayAsTheyAre() {
    block.add("x-own", "\u00e4\u00ff");
    block.add("x-own", new AsciiString(new byte[] {(byte) 0xe4, (byte) 0xff}));

    ByteBuf octets = Unpooled.buffer();
    block.writeTo(octets);
    ByteBuf half = octets.readSlice(octets.readableBytes() / 2);
    assertThat(half.getUnsignedByte(half.readableBytes() - 2)).isEqualTo((short) 0xe4);
    assertThat(octets).isEqualTo(half);
  }

  /** Names that differ in case alone have one place, and many others share theirs. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void decodesToWhatWasAdded(long seed) throws Http2Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      FieldBlock fields = new FieldBlock(names);
      List<Map.Entry<String, String>> added = new ArrayList<>();
      long size = 0;
      for (int i = random.nextInt(12); i > 0; i--) {
        String name = name(random);
        String value = value(random);
        fields.add(
            random.nextBoolean() ? name : new AsciiString(name),
            random.nextBoolean() ? value : new AsciiString("<" + value).subSequence(1));
        added.add(Map.entry(name.toLowerCase(Locale.ROOT), value));
        size += name.length() + value.length() + 32;
      }

      assertThat(decoded(fields)).isEqualTo(added);
      assertThat(fields.listSize()).isEqualTo(size);
    }
  }

  private static String name(Random random) {
    if (random.nextBoolean()) {
      return SOME_NAMES.get(random.nextInt(SOME_NAMES.size()));
    }
    StringBuilder name = new StringBuilder();
    for (int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 3); length > 0; length--) {
      name.append("aAbB-0".charAt(random.nextInt(6)));
    }
    return name.toString();
  }

  private static String value(Random random) {
    int length =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> 125 + random.nextInt(5);
          case 2 -> random.nextInt(40);
          default -> random.nextInt(20_000);
        };
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < length; i++) {
      value.append((char) (' ' + random.nextInt(95)));
    }
    return value.toString();
  }
}
