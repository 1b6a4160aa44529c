package dev.spillway.chaos;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/** Servers as processes. They end with the recorder. */
final class ServerProcesses implements Servers {

  @Override
  public String poolSettings(int recorderPort) {
    return "command: [%s, -Xmx48m, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -cp, %s, %s]\n    env: { RECORD_TO: \"127.0.0.1:%d\" }"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            Path.of("target/test-classes").toAbsolutePath(),
            RecordingServer.class.getName(),
            recorderPort);
  }

  @Override
  public String runtime() {
    return "process";
  }

  @Override
  public InetAddress recorderAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public long pid(ServerLife server) {
    return server.alive() ? server.pid() : 0;
  }

  @Override
  public List<String> existing(Recorder recorder) {
    return recorder.alive().stream().map(ServerLife::name).toList();
  }

  @Override
  public void removeAll() {
    // Each ends itself when the recorder is gone.
  }
}
