package dev.spillway.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** What the servers of a run are, as far as chaos has to know. */
interface Servers {
  /** What a pool needs to start them, as YAML with four spaces before each line but the first. */
  String poolSettings(int recorderPort) throws IOException, InterruptedException;

  /** {@code runtime} of the workers. */
  String runtime();

  /** Where they find the recorder. */
  InetAddress recorderAddress() throws IOException, InterruptedException;

  /** The process on this machine that is a server; 0 if it is gone. */
  long pid(ServerLife server) throws IOException, InterruptedException;

  /** The names of all that exist, whether they answer or not. */
  List<String> existing(Recorder recorder) throws IOException, InterruptedException;

  /** Removes whatever the run left. */
  void removeAll() throws IOException, InterruptedException;
}
