package dev.spillway.config;

import java.util.Optional;

/** How workers reach Docker, and where they place containers. */
public record DockerConfig(
    @Setting(
            value = "The Docker daemon's address.",
            defaultValue = "unix:///var/run/docker.sock",
            alias = "DOCKER_HOST",
            form = TextForm.DOCKER_HOST)
        String host,
    @Setting(
            "The Docker network that containers join and are addressed in; none: their port is"
                + " published on 127.0.0.1.")
        Optional<String> network,
    @Setting(
            value = "Containers started at once by one worker.",
            defaultValue = "4",
            min = 1,
            max = 256)
        int parallelStarts) {}
