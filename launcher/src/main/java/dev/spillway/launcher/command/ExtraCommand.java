package dev.spillway.launcher.command;

/**
 * A command of {@code spillway} that a module brings which this one doesn't know. It is a class
 * with picocli's {@code @Command}, which gives its name, and a public constructor without
 * parameters; {@link java.util.ServiceLoader} finds it where its jar is on the class path.
 *
 * <p>A {@link dev.spillway.launcher.CommandFailure} that it throws is told as those of the other
 * commands are.
 */
public interface ExtraCommand {}
