package dev.spillway.lb;

import dev.spillway.lb.tls.ServedTls;
import dev.spillway.lb.tls.TlsException;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;

/**
 * Where the event loops of one gateway take requests.
 *
 * @param address without TLS
 * @param tlsAddress with TLS
 * @param tls how TLS is spoken; empty: not at all
 */
record Listening(SocketAddress address, SocketAddress tlsAddress, Optional<ServedTls> tls) {

  /** What a failure to listen for TLS means to a person. */
  TlsException tlsFailure(Throwable cause) {
    return new TlsException(
        "gateway.tls.port: can't listen on %s port %d: %s"
            .formatted(tlsAddress.host(), tlsAddress.port(), cause.getMessage()),
        cause);
  }
}
