package dev.spillway.lb.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Copies what was received, so that the collector owns it and the memory of its read is free. */
final class HeapCopy {
  private HeapCopy() {}

  /** The readable octets of {@code in}, which is given back. */
  static byte[] of(ByteBuf in) {
    try {
      return ByteBufUtil.getBytes(in);
    } finally {
      in.release();
    }
  }
}
