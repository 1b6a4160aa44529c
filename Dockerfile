# Spillway: docker build -t spillway . (after ./spillway --version or mvn package), then one role each:
#   docker run spillway lb | worker | monitor
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}

WORKDIR /spillway
COPY launcher/target/spillway/lib lib

# The JVM's answer to the first class it needs: read from an archive instead of from sixty jars.
RUN java -XX:+UseSerialGC -XX:ArchiveClassesAtExit=spillway.jsa -cp 'lib/*' dev.spillway.launcher.Main --help >/dev/null

USER 10001:10001
EXPOSE 8080 9090
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:SharedArchiveFile=spillway.jsa", "-cp", "lib/*", "dev.spillway.launcher.Main"]
CMD ["--help"]
