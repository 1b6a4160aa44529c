package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerNetworkSettings;
import com.github.dockerjava.api.model.ContainerPort;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Where a container answers: at its own address in the configured network, or, without one, at a
 * port that the system chooses on 127.0.0.1.
 *
 * @param network the network, if one is configured
 */
record ContainerAddress(Optional<String> network) {
  private static final String LOOPBACK = "127.0.0.1";

  /** Asks for the address in a container's configuration. */
  HostConfig request(HostConfig host, int port) {
    return network
        .map(host::withNetworkMode)
        .orElseGet(
            () ->
                host.withPortBindings(
                    new PortBinding(Ports.Binding.bindIp(LOOPBACK), ExposedPort.tcp(port))));
  }

  /** The URL of a container that was just started. */
  String url(InspectContainerResponse container, int port) {
    return network.isPresent()
        ? addressed(container.getNetworkSettings().getNetworks(), port).orElseThrow(this::noAddress)
        : published(container.getNetworkSettings().getPorts(), port);
  }

  private static String published(Ports ports, int port) {
    Ports.Binding[] bindings = ports.getBindings().get(ExposedPort.tcp(port));
    if (bindings == null || bindings.length == 0) {
      throw new ServerRuntimeException(
          "port " + port + " was not published by docker: expected a port on " + LOOPBACK);
    }
    return "http://" + LOOPBACK + ":" + bindings[0].getHostPortSpec();
  }

  /** The URL of a container in a listing; empty while it has none. */
  Optional<String> url(Container container) {
    int port = Labels.port(container.getLabels());
    if (network.isPresent()) {
      ContainerNetworkSettings settings = container.getNetworkSettings();
      return settings == null ? Optional.empty() : addressed(settings.getNetworks(), port);
    }
    return Arrays.stream(container.getPorts())
        .filter(published -> Integer.valueOf(port).equals(published.getPrivatePort()))
        .map(ContainerPort::getPublicPort)
        .filter(published -> published != null && published > 0)
        .map(published -> "http://" + LOOPBACK + ":" + published)
        .findFirst();
  }

  private Optional<String> addressed(Map<String, ContainerNetwork> networks, int port) {
    return network
        .map(networks::get)
        .map(ContainerNetwork::getIpAddress)
        .filter(address -> !address.isEmpty())
        .map(address -> "http://" + address + ":" + port);
  }

  private ServerRuntimeException noAddress() {
    return new ServerRuntimeException(
        "the container got no address in network '%s': docker.network must be the name of a network in which containers have addresses of their own (bridge or overlay, not host or none)"
            .formatted(network.orElseThrow()));
  }
}
