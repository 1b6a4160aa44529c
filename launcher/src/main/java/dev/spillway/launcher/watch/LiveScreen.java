package dev.spillway.launcher.watch;

import dev.spillway.monitor.LiveView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * Draws a view on the terminal, in place, until it is closed; then the terminal is as it was. Its
 * size is looked at before each drawing.
 */
public final class LiveScreen {
  private static final long DRAW_MILLIS = 500;
  private static final long LAST_DRAWING_MILLIS = 1000;
  private static final int LEAST_WIDTH = 20;
  private static final int LEAST_HEIGHT = 4;

  private final Terminal terminal;
  private final LiveView view;
  private final Display display;
  private final Attributes before;
  private final ScheduledExecutorService drawing =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "live-screen"));
  private Size size = new Size(0, 0);

  private LiveScreen(Terminal terminal, LiveView view, Runnable quit) {
    this.terminal = terminal;
    this.view = view;
    this.display = new Display(terminal, true);
    this.before = terminal.enterRawMode();
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    daemon(() -> readKeys(quit), "live-keys").start();
    drawing.scheduleWithFixedDelay(this::draw, 0, DRAW_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens the terminal; empty if there is none, as where the output goes to a file.
   *
   * @param quit called when {@code q} is typed
   */
  public static Optional<LiveScreen> open(LiveView view, Runnable quit) {
    try {
      // Provider exec works by the system's own tools: no native library is unpacked and loaded.
      Terminal terminal =
          TerminalBuilder.builder().system(true).provider("exec").dumb(false).build();
      if (terminal.getType().startsWith("dumb")) {
        terminal.close();
        return Optional.empty();
      }
      return Optional.of(new LiveScreen(terminal, view, quit));
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void readKeys(Runnable quit) {
    try {
      for (int key = terminal.reader().read(); key >= 0; key = terminal.reader().read()) {
        if (key == 'q' || key == 'Q') {
          quit.run();
          return;
        }
      }
    } catch (IOException e) {
      // The terminal was closed.
    }
  }

  private void draw() {
    Size now = terminal.getSize();
    int width = Math.max(LEAST_WIDTH, now.getColumns());
    int height = Math.max(LEAST_HEIGHT, now.getRows());
    if (!now.equals(size)) {
      size = now;
      display.clear();
      display.resize(height, width);
    }
    List<AttributedString> lines = new ArrayList<>();
    for (String line : view.lines(width, height, System.currentTimeMillis())) {
      lines.add(
          lines.isEmpty()
              ? new AttributedString(line, AttributedStyle.DEFAULT.inverse())
              : new AttributedString(line));
    }
    display.update(lines, 0);
  }

  /** Ends drawing, and leaves the terminal as it was before; blocks for a moment. */
  public void close() throws IOException, InterruptedException {
    drawing.shutdown();
    drawing.awaitTermination(LAST_DRAWING_MILLIS, TimeUnit.MILLISECONDS);
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.setAttributes(before);
    terminal.flush();
    terminal.close();
  }
}
