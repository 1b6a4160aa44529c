# Spillway, one role per container:  docker run spillway lb | worker | monitor
# Build it after ./spillway has built itself once, or after mvn package:  docker build -t spillway .
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}

WORKDIR /spillway
COPY launcher/jvm.options launcher/cluster.options ./
COPY launcher/target/spillway/lib lib

USER 10001:10001
EXPOSE 8080 9090
ENTRYPOINT ["java", "@jvm.options", "@cluster.options", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.library.path=lib/native", "-cp", "lib/*", "dev.spillway.launcher.Main"]
CMD ["--help"]
