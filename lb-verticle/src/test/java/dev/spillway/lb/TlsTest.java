package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.TlsProviderChoice;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS from clients, by each library that may speak it. */
@ParameterizedClass
@EnumSource(
    value = TlsProviderChoice.class,
    names = {"BORINGSSL", "JDK"})
@ExtendWith(RealRedis.class)
class TlsTest {
  @Parameter private TlsProviderChoice provider;
  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final RawServer server =
      RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  private final Queue<Object> kept = new ConcurrentLinkedQueue<>();
  private TestGateway gateway;

  /** Vert.x closes clients that nobody holds any more. */
  private <T> T keep(T client) {
    kept.add(client);
    return client;
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    server.close();
    await(vertx.close());
  }

  private TestCertificate certificate(String file, String host, String name) {
    return TestCertificate.make(directory, file, host, name);
  }

  private void gateway(RealRedis.Server redis, TestCertificate... certificates) {
    gatewayTo(server.url(), redis, certificates);
  }

  private void gatewayTo(String url, RealRedis.Server redis, TestCertificate... certificates) {
    gatewayTo("timeouts: { head: 60s }, ", url, redis, certificates);
  }

  private void gatewayTo(
      String settings, String url, RealRedis.Server redis, TestCertificate... certificates) {
    String paths = List.of(certificates).stream().map(c -> "" + c.certificate()).toList() + "";
    String keys = List.of(certificates).stream().map(c -> "" + c.key()).toList() + "";
    gateway =
        TestGateway.start(
            redis,
            settings
                + "tls: { port: 0, reload: 20ms, provider: "
                + provider.name().toLowerCase(Locale.ROOT)
                + ", certificates: "
                + paths
                + ", keys: "
                + keys
                + " }",
            "",
            url);
  }

  /** What the gateway shows as its certificate to a client that names a host. */
  private String shownTo(String host) {
    try (SSLSocket socket = connect(host, "TLSv1.3", "TLSv1.2")) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SSLSocket connect(String host, String... versions) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            trustAll().getSocketFactory().createSocket("127.0.0.1", gateway.gateway.tlsPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setProtocols(versions);
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(60_000);
    socket.startHandshake();
    return socket;
  }

  /** The cipher suite that a client of this version which knows only these ends up with. */
  private String suiteAgreed(String version, String... suites) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            trustAll().getSocketFactory().createSocket("127.0.0.1", gateway.gateway.tlsPort())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.setEnabledCipherSuites(suites);
      socket.setSoTimeout(60_000);
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  private static SSLContext trustAll() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void clientChoosesTheVersionByAlpn(HttpVersion version, RealRedis.Server redis) {
    gateway(redis, certificate("a", "a.example.org", "a"));
    WebClient client = webClient(version);

    HttpResponse<?> response =
        await(client.get(gateway.gateway.tlsPort(), "127.0.0.1", "/").send());

    assertThat(response.version()).isEqualTo(version);
    assertThat(response.bodyAsString()).isEqualTo("ok");
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void serverIsToldWhetherTheClientSpeaksTls(HttpVersion version, RealRedis.Server redis) {
    try (RawServer schemes = answeringWithTheScheme()) {
      gatewayTo(schemes.url(), redis, certificate("a", "a.example.org", "a"));
      WebClient client = webClient(version);

      assertThat(schemeTold(client, gateway.gateway.tlsPort(), true)).isEqualTo("https https");
      assertThat(schemeTold(client, gateway.port(), false)).isEqualTo("http http");
    }
  }

  private WebClient webClient(HttpVersion version) {
    WebClientOptions options = new WebClientOptions();
    options
        .setSsl(true)
        .setTrustAll(true)
        .setVerifyHost(false)
        .setSslHandshakeTimeout(60)
        .setUseAlpn(true);
    options.setProtocolVersion(version);
    return keep(WebClient.create(vertx, options));
  }

  private static RawServer answeringWithTheScheme() {
    Pattern told =
        Pattern.compile("X-Forwarded-Proto: (\\S+)\r\n(?s:.*)\r\nForwarded: \\S*proto=(\\w+)\r\n");
    return new RawServer(
        connection -> {
          while (connection.hasMore()) {
            Matcher found = told.matcher(connection.head());
            String schemes = found.find() ? found.group(1) + " " + found.group(2) : "none";
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + schemes.length() + "\r\n\r\n" + schemes);
          }
        });
  }

  private String schemeTold(WebClient client, int port, boolean tls) {
    return await(client.get(port, "127.0.0.1", "/").ssl(tls).send()).bodyAsString();
  }

  @Test
  void plainPortGoesOn(RealRedis.Server redis) {
    gateway(redis, certificate("a", "a.example.org", "a"));

    try (RawClient client = gateway.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void certificateIsChosenByTheHostThatIsNamed(RealRedis.Server redis) {
    gateway(
        redis,
        certificate("a", "a.example.org", "first"),
        certificate("b", "b.example.org", "second"),
        certificate("c", "*.wild.example.org", "third"));

    assertThat(shownTo("a.example.org")).contains("O=first");
    assertThat(shownTo("b.example.org")).contains("O=second");
    assertThat(shownTo("B.Example.org")).contains("O=second");
    assertThat(shownTo("any.wild.example.org")).contains("O=third");
    assertThat(shownTo("two.labels.wild.example.org")).contains("O=first");
    assertThat(shownTo("unknown.example.org")).contains("O=first");
  }

  @Test
  void certificatesWithKeysOfDifferentKindsServeSideBySide(RealRedis.Server redis) {
    gateway(
        redis,
        TestCertificate.make(directory, "a", "a.example.org", "rsa", "rsa:2048"),
        certificate("b", "b.example.org", "ec"),
        certificate("c", "a.example.org", "too late"));

    assertThat(shownTo("a.example.org")).contains("O=rsa");
    assertThat(shownTo("b.example.org")).contains("O=ec");
    assertThat(shownTo("unknown.example.org")).contains("O=rsa");
  }

  @Test
  void namesThatClientsMakeUpUnderAWildcardTakeNoMemory(RealRedis.Server redis) {
    gateway(redis, certificate("a", "*.wild.example.org", "a"));
    shownTo("first.wild.example.org");
    long before = tlsContexts();

    for (int i = 0; i < 50; i++) {
      shownTo("made-up-" + i + ".wild.example.org");
    }

    assertThat(tlsContexts()).isLessThanOrEqualTo(before);
  }

  /** How many TLS contexts of servers the heap holds after a collection. */
  private static long tlsContexts() {
    try {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      Matcher lines =
          Pattern.compile(
                  "(\\d+) +\\d+ +io\\.netty\\.handler\\.ssl\\.(OpenSsl|JdkSsl)ServerContext\\b")
              .matcher(histogram);
      long found = 0;
      while (lines.find()) {
        found += Long.parseLong(lines.group(1));
      }
      assertThat(found).as(histogram).isPositive();
      return found;
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void changedFilesAreTakenIntoUse(RealRedis.Server redis) throws Exception {
    TestCertificate old = certificate("a", "a.example.org", "old");
    gateway(redis, old);
    assertThat(shownTo("a.example.org")).contains("O=old");

    replace(old, certificate("new", "a.example.org", "new"));

    until("the new one is shown", () -> shownTo("a.example.org").contains("O=new"));
  }

  @Test
  void filesThatCantBeUsedLeaveThoseBeforeInUse(RealRedis.Server redis) throws Exception {
    TestCertificate used = certificate("a", "a.example.org", "old");
    gateway(redis, used);
    String key = Files.readString(used.key());

    Files.writeString(used.key(), "nonsense");
    assertThat(shownTo("a.example.org")).contains("O=old");
    Files.delete(used.certificate());
    await(gateway.vertx.timer(100));
    assertThat(shownTo("a.example.org")).contains("O=old");
    Files.writeString(used.key(), key);
    replace(used, certificate("new", "a.example.org", "new"));

    until("the new one is shown", () -> shownTo("a.example.org").contains("O=new"));
  }

  private static void replace(TestCertificate old, TestCertificate by) throws IOException {
    Files.move(by.key(), old.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(by.certificate(), old.certificate(), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void versionsBelowTwelveAreRefused(RealRedis.Server redis) throws Exception {
    gateway(redis, certificate("a", "a.example.org", "a"));

    connect("a.example.org", "TLSv1.2").close();
    connect("a.example.org", "TLSv1.3").close();
    assertThatThrownBy(() -> connect("a.example.org", "TLSv1.1")).isInstanceOf(SSLException.class);
  }

  @Test
  void suitesWithoutForwardSecrecyOrAuthenticatedEncryptionAreRefused(RealRedis.Server redis)
      throws Exception {
    gateway(redis, certificate("a", "a.example.org", "a"));

    for (String suite :
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256")) {
      assertThatThrownBy(() -> suiteAgreed("TLSv1.2", suite)).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void gatewayChoosesAmongSuitesOfVersionTwelve(RealRedis.Server redis) throws Exception {
    gateway(redis, certificate("a", "a.example.org", "a"));

    assertThat(
            suiteAgreed(
                "TLSv1.2",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
        .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void sessionsAreResumed(String version, RealRedis.Server redis) throws Exception {
    gateway(redis, certificate("a", "a.example.org", "a"));
    String session = directory.resolve("session").toString();

    assertThat(asked(version, "-sess_out", session)).contains("New, TLSv1.", "200 OK");

    assertThat(asked(version, "-sess_in", session)).contains("Reused, TLSv1.", "200 OK");
  }

  /** What openssl says of a connection with one request. */
  private String asked(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-ign_eof"));
    command.addAll(List.of("-connect", "127.0.0.1:" + gateway.gateway.tlsPort()));
    command.addAll(List.of("-servername", "a.example.org"));
    command.addAll(List.of(options));
    Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream request = openssl.getOutputStream()) {
      request.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
    }
    return new String(openssl.getInputStream().readAllBytes(), US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:secp384r1"})
  void keysOfThisKindAreServed(String kind, RealRedis.Server redis) {
    gateway(redis, TestCertificate.make(directory, "a", "a.example.org", "a", kind));

    assertThat(shownTo("a.example.org")).contains("O=a");
  }

  @Test
  void clientThatStaysSilentIsClosed(RealRedis.Server redis) throws Exception {
    gatewayTo(
        "timeouts: { head: 2s }, ", server.url(), redis, certificate("a", "a.example.org", "a"));

    try (RawClient client = new RawClient(gateway.gateway.tlsPort())) {
      assertThat(client.rest()).isEmpty();
    }
    try (SSLSocket socket = connect("a.example.org", "TLSv1.3")) {
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void webSocketWorks(String version, RealRedis.Server redis) {
    HttpServer echo =
        await(
            vertx
                .createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .listen(0, "127.0.0.1"));
    gatewayTo(
        "http://127.0.0.1:" + echo.actualPort(), redis, certificate("a", "a.example.org", "a"));
    WebSocketClientOptions options = new WebSocketClientOptions();
    options.setSsl(true).setTrustAll(true).setVerifyHost(false).setSslHandshakeTimeout(60);
    options.setEnabledSecureTransportProtocols(Set.of(version));
    options.setClosingTimeout(-1); // waits for the connection's end, however long that takes
    Queue<String> texts = new ConcurrentLinkedQueue<>();
    WebSocket socket =
        await(
            keep(vertx.createWebSocketClient(options))
                .connect(gateway.gateway.tlsPort(), "127.0.0.1", "/")
                .onSuccess(s -> s.textMessageHandler(texts::add)));

    socket.writeTextMessage("over TLS");

    until("the echo is there", () -> texts.contains("over TLS"));
    socket.close();
    gateway.untilQuiet();
    until("no client connection is counted", () -> gateway.openConnections() == 0);
  }

  @Test
  void missingFileIsOneLineThatNamesKeyAndFile(RealRedis.Server redis) {
    TestCertificate gone = new TestCertificate(directory.resolve("none.pem"), directory);

    assertThatThrownBy(() -> gateway(redis, gone))
        .hasMessageContaining(
            "gateway.tls.certificates: there is no file " + directory.resolve("none.pem"));
  }

  @Test
  void keyOfAnotherCertificateIsOneLineThatNamesBothFiles(RealRedis.Server redis) {
    TestCertificate a = certificate("a", "a.example.org", "a");
    TestCertificate b = certificate("b", "a.example.org", "b");

    assertThatThrownBy(() -> gateway(redis, new TestCertificate(a.certificate(), b.key())))
        .hasMessageContaining(
            "gateway.tls.keys: %s is not the key of the certificate in %s"
                .formatted(b.key(), a.certificate()));
  }

  @Test
  void fileWithoutAKeyIsOneLineThatNamesIt(RealRedis.Server redis) {
    TestCertificate a = certificate("a", "a.example.org", "a");

    assertThatThrownBy(() -> gateway(redis, new TestCertificate(a.certificate(), a.certificate())))
        .hasMessageContaining(
            "gateway.tls.keys: %s holds no unencrypted private key".formatted(a.certificate()));
  }

  @Test
  void portInUseIsOneLineThatNamesTheKey(RealRedis.Server redis) throws Exception {
    certificate("a", "a.example.org", "a");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  TestGateway.start(
                      redis,
                      "tls: { port: %1$d, certificates: [%2$s/a.pem], keys: [%2$s/a.key] }"
                          .formatted(taken.getLocalPort(), directory),
                      ""))
          .hasMessageContaining(
              "gateway.tls.port: can't listen on 127.0.0.1 port " + taken.getLocalPort());
    }
  }
}
