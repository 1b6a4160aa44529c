package dev.spillway.launcher.part;

import io.vertx.core.transport.Transport;
import java.util.function.UnaryOperator;

/**
 * A transport that works by another one's name, where that one does, with a changed inside.
 *
 * @param plain the other one
 * @param change makes this one's inside of the other one's; called once for each Vert.x
 */
record DerivedTransport(
    Transport plain, UnaryOperator<io.vertx.core.spi.transport.Transport> change)
    implements Transport {
  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public boolean available() {
    return plain.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return plain.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return change.apply(plain.implementation());
  }
}
