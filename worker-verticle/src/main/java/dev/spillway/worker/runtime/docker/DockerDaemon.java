package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * The daemon's address, and clients of it.
 *
 * <p>The transport's response timeout works for {@code tcp://} only: for a Unix socket it is a
 * channel, which knows no timeouts. There, {@link DockerCalls} ends a call by interrupting it.
 */
final class DockerDaemon implements Closeable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int CONNECTIONS = 512;

  private final String host;
  private final DockerClient calls;
  private final DockerClient streams;

  private DockerDaemon(String host) {
    this.host = host;
    this.calls = client(DockerCalls.TIMEOUT);
    this.streams = client(null);
  }

  /** Doesn't connect yet. Throws if the address can't be one. */
  static DockerDaemon at(String host) {
    URI uri;
    try {
      uri = URI.create(host);
    } catch (IllegalArgumentException e) {
      throw badAddress(host);
    }
    if (!"unix".equals(uri.getScheme()) && !"tcp".equals(uri.getScheme())) {
      throw badAddress(host);
    }
    return new DockerDaemon(host);
  }

  private static ServerRuntimeException badAddress(String host) {
    return new ServerRuntimeException(
        "docker.host (DOCKER_HOST) is '"
            + host
            + "': expected unix:///path/to/docker.sock or tcp://host:port");
  }

  String host() {
    return host;
  }

  /** For calls that the daemon answers at once. */
  DockerClient calls() {
    return calls;
  }

  /** For calls whose answer goes on for as long as it likes. */
  DockerClient streams() {
    return streams;
  }

  /** For calls that are answered late; to be closed. */
  DockerClient patient(Duration responseTimeout) {
    return client(responseTimeout);
  }

  private DockerClient client(Duration responseTimeout) {
    DockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build();
    return DockerClientImpl.getInstance(
        config,
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .maxConnections(CONNECTIONS)
            .connectionTimeout(CONNECT_TIMEOUT)
            .responseTimeout(responseTimeout)
            .build());
  }

  @Override
  public void close() throws IOException {
    calls.close();
    streams.close();
  }
}
