package dev.spillway.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files beside the modules are, whichever folder the tests are started in. */
final class Repository {
  private Repository() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("spillway.example.yml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("spillway.example.yml is in no folder above this one");
      }
    }
    return folder;
  }
}
