package dev.spillway.lb.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server is told of the client, decided from the peer's address and what it said. */
class WhoIsThereTest {
  private static final TrustedProxies TRUSTED =
      new TrustedProxies(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"));

  private static Peer peer(String address) {
    return peer(address, false);
  }

  private static Peer peer(String address, boolean tls) {
    return TRUSTED.peer(
        SocketAddress.inetSocketAddress(4711, address),
        SocketAddress.inetSocketAddress(8443, "127.0.0.1"),
        tls);
  }

  private static MultiMap sent(Peer peer, String host, String... fields) {
    ForwardedFields forwarded = new ForwardedFields(peer);
    MultiMap sent = HttpHeaders.headers();
    for (int i = 0; i < fields.length; i += 2) {
      if (!forwarded.takes(fields[i], fields[i + 1])) {
        sent.add(fields[i], fields[i + 1]);
      }
    }
    forwarded.add((name, value) -> sent.add(name, value), host, "id");
    return sent;
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "11.0.0.1, false",
    "192.0.2.7, true",
    "192.0.2.8, false",
    "2001:db8::5, true",
    "2001:db9::5, false",
    "::1, true",
    "127.0.0.1, false"
  })
  void aPeerIsTrustedByItsNetwork(String address, boolean trusted) {
    assertThat(peer(address).trusted()).isEqualTo(trusted);
  }

  @Test
  void whatAnybodySaysIsReplaced() {
    MultiMap sent =
        sent(
            peer("203.0.113.9", true),
            "shop.example",
            "x-forwarded-for",
            "10.0.0.1",
            "X-Forwarded-Proto",
            "gopher",
            "X-FORWARDED-HOST",
            "evil",
            "X-Forwarded-Port",
            "1",
            "X-Forwarded-Prefix",
            "/evil",
            "X-Real-Ip",
            "10.0.0.1",
            "Forwarded",
            "for=10.0.0.1",
            "X-Request-Id",
            "evil",
            "X-Forward",
            "kept");

    assertThat(sent.entries())
        .extracting(field -> field.getKey() + ": " + field.getValue())
        .containsExactly(
            "X-Forward: kept",
            "X-Forwarded-For: 203.0.113.9",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: shop.example",
            "X-Forwarded-Port: 8443",
            "Forwarded: for=203.0.113.9;host=shop.example;proto=https",
            "X-Request-Id: id");
  }

  @Test
  void whatATrustedProxySaysIsContinued() {
    MultiMap sent =
        sent(
            peer("10.0.0.2"),
            "inner:81",
            "X-Forwarded-For",
            "198.51.100.1",
            "X-Forwarded-For",
            "198.51.100.2",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "outer",
            "X-Forwarded-Port",
            "443",
            "X-Real-IP",
            "198.51.100.1",
            "Forwarded",
            "for=198.51.100.1;proto=https",
            "Forwarded",
            "for=\"[2001:db8::9]\"");

    assertThat(sent.getAll("X-Forwarded-For"))
        .containsExactly("198.51.100.1, 198.51.100.2, 10.0.0.2");
    assertThat(sent.getAll("X-Forwarded-Proto")).containsExactly("https");
    assertThat(sent.getAll("X-Forwarded-Host")).containsExactly("outer");
    assertThat(sent.getAll("X-Forwarded-Port")).containsExactly("443");
    assertThat(sent.getAll("X-Real-IP")).containsExactly("198.51.100.1");
    assertThat(sent.getAll("Forwarded"))
        .containsExactly(
            "for=198.51.100.1;proto=https, for=\"[2001:db8::9]\","
                + " for=10.0.0.2;host=\"inner:81\";proto=http");
  }

  @Test
  void whatATrustedProxyDoesNotSayIsAdded() {
    MultiMap sent = sent(peer("10.0.0.2"), "h");
    assertThat(sent.get("X-Forwarded-Proto")).isEqualTo("http");
    assertThat(sent.get("X-Forwarded-Host")).isEqualTo("h");
    assertThat(sent.get("X-Forwarded-Port")).isEqualTo("8443");
  }

  @Test
  void addressesOfVersionSixAreBareThereAndQuotedInBracketsHere() throws Exception {
    SocketAddress scoped =
        SocketAddress.inetSocketAddress(
            new InetSocketAddress(InetAddress.getByName("fe80:0:0::1%1"), 4711));
    MultiMap sent = sent(TRUSTED.peer(scoped, null, false), "[::1]:80");
    assertThat(sent.get("X-Forwarded-For")).isEqualTo("fe80::1");
    assertThat(sent.get("Forwarded")).isEqualTo("for=\"[fe80::1]\";host=\"[::1]:80\";proto=http");
  }

  @Test
  void aPeerWithoutAnAddressIsUnknown() {
    MultiMap sent = sent(TRUSTED.peer(SocketAddress.domainSocketAddress("/x"), null, false), null);
    assertThat(sent.get("X-Forwarded-For")).isEqualTo("unknown");
    assertThat(sent.get("Forwarded")).isEqualTo("for=unknown;proto=http");
    assertThat(sent.contains("X-Forwarded-Host")).isFalse();
  }

  @Test
  void aHostIsQuotedSoThatItCannotAddToTheElement() {
    Peer peer = peer("203.0.113.9");
    assertThat(peer.forwardedElement("a\";for=evil\\").toString())
        .isEqualTo("for=203.0.113.9;host=\"a\\\";for=evil\\\\\";proto=http");
    assertThat(peer.forwardedElement("b").toString()).endsWith("host=b;proto=http");
    assertThat(peer("203.0.113.9", true).forwardedElement("b").toString())
        .endsWith("host=b;proto=https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "3f2a-77", "Root=1-67891233-abcdef012345678912345678", "a/b+c=="})
  void aSaneIdIsTaken(String id) {
    assertThat(RequestId.takenOrMade(id).toString()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "<x>", "a\"b", "a,b", "\u00e9"})
  void anyOtherIsReplaced(String id) {
    assertThat(RequestId.takenOrMade(id).toString()).matches("[0-9a-f]{32}");
    assertThat(RequestId.takenOrMade("x".repeat(129)).toString()).matches("[0-9a-f]{32}");
    assertThat(RequestId.takenOrMade("x".repeat(128)).toString()).hasSize(128);
  }

  @Test
  void idsDiffer() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(RequestId.takenOrMade(null).toString());
    }
    assertThat(ids).hasSize(10_000);
  }
}
