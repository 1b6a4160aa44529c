package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.TransportChoice;
import dev.spillway.launcher.CommandFailure;
import io.vertx.core.transport.Transport;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SocketTransportTest {

  /** What Docker's default seccomp profile makes of io_uring. */
  private record Refused(String name) implements Transport {
    @Override
    public boolean available() {
      return false;
    }

    @Override
    public Throwable unavailabilityCause() {
      return new RuntimeException("failed", new IllegalStateException("Operation not permitted"));
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
      throw new IllegalStateException("not available");
    }
  }

  @Test
  void whatIsRefusedOrMissingIsPassedOver() {
    Stream<Transport> inOrder = Stream.of(new Refused("io_uring"), null, Transport.NIO);

    assertThat(SocketTransport.best(inOrder)).isSameAs(Transport.NIO);
    assertThat(SocketTransport.best(Stream.of(new Refused("io_uring")))).isSameAs(Transport.NIO);
  }

  @Test
  void theFirstThatIsAvailableIsTaken() {
    Transport chosen = SocketTransport.choose(TransportChoice.AUTO);

    assertThat(chosen.available()).isTrue();
    assertThat(SocketTransport.choose(TransportChoice.NIO)).isSameAs(Transport.NIO);
  }

  @Test
  void anImpossibleWishIsRefusedWithTheReasonAndTheWayOut() {
    assertThatThrownBy(() -> SocketTransport.available("io_uring", new Refused("io_uring")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("io_uring", "Operation not permitted", "auto", "nio");
  }

  @Test
  void everyWordOfTheConfigurationNamesATransportOfVertx() {
    assertThat(Arrays.stream(TransportChoice.values()).map(TransportChoice::word))
        .containsExactly("auto", "io_uring", "epoll", "nio");
  }
}
