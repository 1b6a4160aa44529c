package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority and one certificate that it has signed, made by openssl. */
record TestCertificates(Path directory) {

  static TestCertificates in(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    TestCertificates made = new TestCertificates(directory);
    made.openssl("req -x509 -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
    made.openssl("req -subj /CN=member -keyout member.key -out member.csr");
    run(
        directory,
        "openssl x509 -req -days 2 -in member.csr -CA ca.pem -CAkey ca.key -CAcreateserial"
            + " -out member.pem");
    return made;
  }

  /** As a map of cluster.tls in YAML. */
  String settings() {
    return "{cert: %1$s/member.pem, key: %1$s/member.key, ca: %1$s/ca.pem}".formatted(directory);
  }

  private void openssl(String request) throws IOException, InterruptedException {
    run(
        directory,
        "openssl " + request + " -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1");
  }

  private static void run(Path directory, String command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor())
        .as(() -> command + " failed, see " + directory.resolve("openssl.log"))
        .isZero();
  }
}
