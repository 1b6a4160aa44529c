package dev.spillway.launcher.command;

import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.ExitCodes;
import dev.spillway.lb.tls.TlsException;
import dev.spillway.redis.EmbeddedRedisException;
import dev.spillway.state.PoolStateException;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line each, on the error stream, and gives the exit code. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static int usage(ParameterException mistake, String[] arguments) {
    CommandLine line = mistake.getCommandLine();
    PrintWriter err = line.getErr();
    String name = line.getCommandSpec().qualifiedName();
    err.println(name + ": " + firstLine(mistake.getMessage()));
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("see " + name + " --help");
    err.flush();
    return ExitCodes.USAGE;
  }

  static int execution(Exception failure, CommandLine line, ParseResult arguments) {
    LOG.debug("command failed", failure);
    PrintWriter err = line.getErr();
    int exitCode = ExitCodes.FAILED;
    if (failure instanceof CommandFailure known) {
      known.lines().forEach(err::println);
      exitCode = known.exitCode();
    } else if (isForPeople(failure)) {
      err.println(line.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
    } else {
      String name = line.getCommandSpec().qualifiedName();
      err.println(
          "%s: an error in Spillway itself, which --verbose shows in full: %s"
              .formatted(name, firstLine(failure.toString())));
    }
    err.flush();
    return exitCode;
  }

  /** These are written for whoever ran the command. */
  private static boolean isForPeople(Exception failure) {
    return failure instanceof EmbeddedRedisException
        || failure instanceof ServerRuntimeException
        || failure instanceof TlsException
        || failure instanceof PoolStateException;
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("no reason given");
  }
}
