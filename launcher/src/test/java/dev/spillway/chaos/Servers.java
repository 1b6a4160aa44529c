package dev.spillway.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the servers of a run are, as far as chaos has to know. */
interface Servers {
  /** What a pool needs to start them, as YAML with four spaces before each line but the first. */
  String poolSettings(int recorderPort) throws IOException, InterruptedException;

  /** {@code runtime} of the workers. */
  String runtime();

  /** Where the daemon listens that workers are to ask, if they ask one. */
  default Path dockerSocket() {
    return Docker.OF_MACHINE.socket();
  }

  /** The daemon that may be restarted. */
  default Optional<OwnDockerd> dockerd() {
    return Optional.empty();
  }

  /** Where they find the recorder. */
  InetAddress recorderAddress() throws IOException, InterruptedException;

  /** The process on this machine that is a server; 0 if it is gone. */
  long pid(ServerLife server) throws IOException, InterruptedException;

  /** The names of all that exist, whether they answer or not. */
  List<String> existing(Recorder recorder) throws IOException, InterruptedException;

  /** Removes whatever the run left. */
  void removeAll() throws IOException, InterruptedException;
}
