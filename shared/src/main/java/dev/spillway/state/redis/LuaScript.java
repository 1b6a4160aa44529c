package dev.spillway.state.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A script as Redis knows it.
 *
 * @param step what it does, for messages
 * @param source its whole text
 * @param sha the SHA-1 of the text, by which Redis remembers it
 */
record LuaScript(String step, String source, String sha) {

  /**
   * The pool as every script sees it: files of the folder {@code pool}, each of which may use what
   * those before it define.
   */
  private static final List<String> POOL =
      List.of("keys", "records", "permits", "life", "demand", "fixed", "reply");

  /** Reads a script of this package's resources, with what comes before every script. */
  static LuaScript load(String step, String clock) {
    StringBuilder source = new StringBuilder(clock);
    POOL.forEach(part -> source.append(resource("pool/" + part)));
    String text = source.append(resource(step)).toString();
    return new LuaScript(step, text, sha1(text));
  }

  /** The text of {@code name.lua}, in this package's folder or below it. */
  static String resource(String name) {
    try (InputStream in = LuaScript.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("expected the resource " + name + ".lua, found none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the resource " + name + ".lua", e);
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
