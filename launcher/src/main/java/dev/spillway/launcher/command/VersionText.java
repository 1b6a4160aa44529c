package dev.spillway.launcher.command;

import dev.spillway.launcher.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} answers. */
final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"spillway " + Version.number()};
  }
}
