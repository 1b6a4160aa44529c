package dev.spillway.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir private Path directory;
  private RunDirectory runs;
  private Process redis;
  private Path redisFiles;

  @BeforeEach
  void leaveThingsBehind() throws IOException {
    runs = new RunDirectory(directory.resolve("runs"));
    redis = new ProcessBuilder("sleep", "600").start();
    redisFiles = Files.createDirectory(directory.resolve("redis"));
    Files.writeString(redisFiles.resolve("redis.conf"), "");
  }

  @AfterEach
  void endProcess() {
    redis.destroyForcibly();
  }

  private static ProcessIdentity gone() throws Exception {
    Process process = new ProcessBuilder("true").start();
    ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
    process.waitFor();
    return identity;
  }

  private RunRecord record(ProcessIdentity run, ProcessIdentity itsRedis) {
    return new RunRecord(
        "default-abc",
        run,
        true,
        "process",
        "unix:///none",
        directory.resolve("processes"),
        Optional.of(itsRedis),
        List.of(redisFiles));
  }

  private ProcessIdentity redisIdentity() {
    return ProcessIdentity.of(redis.toHandle());
  }

  private List<String> clean(ServerCleanup servers) throws Exception {
    return new Leftovers(runs, servers).clean();
  }

  @Test
  void serversRedisAndFilesOfADeadRunAreRemovedAndNamed() throws Exception {
    runs.write(record(gone(), redisIdentity()));

    List<String> said = clean(run -> 3);

    assertThat(said)
        .singleElement()
        .asString()
        .contains("default-abc", "3 servers", "its Redis (pid " + redis.pid() + ")");
    assertThat(redis.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(redisFiles).doesNotExist();
    assertThat(directory.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void aRunThatLivesIsLeftAlone() throws Exception {
    runs.write(record(ProcessIdentity.of(ProcessHandle.current()), redisIdentity()));

    assertThat(
            clean(
                run -> {
                  throw new AssertionError("asked to stop servers of a run that lives");
                }))
        .isEmpty();
    assertThat(redis.isAlive()).isTrue();
    assertThat(redisFiles).exists();
  }

  @Test
  void aProcessThatOnlyHasThePidOfTheRedisOfThenIsLeftAlone() throws Exception {
    ProcessIdentity now = redisIdentity();
    runs.write(record(gone(), new ProcessIdentity(now.pid(), now.startedAt() - 60_000)));

    clean(run -> 0);

    assertThat(redis.isAlive()).isTrue();
  }

  @Test
  void whatCanNotBeRemovedStaysOnRecordForTheNextTime() throws Exception {
    runs.write(record(gone(), redisIdentity()));

    List<String> said =
        clean(
            run -> {
              throw new IllegalStateException("docker is away");
            });
    assertThat(said).singleElement().asString().contains("docker is away", "next time");

    assertThat(clean(run -> 1)).singleElement().asString().contains("1 server,");
  }

  @Test
  void serversOfAnInstallationThatOthersShareAreNotStopped() throws Exception {
    RunRecord shared = record(gone(), redisIdentity());
    runs.write(
        new RunRecord(
            shared.instance(),
            shared.process(),
            false,
            shared.runtime(),
            shared.dockerHost(),
            shared.processDirectory(),
            Optional.empty(),
            List.of()));

    assertThat(
            clean(
                run -> {
                  throw new AssertionError("asked to stop servers that others use");
                }))
        .hasSize(1);
  }

  @Test
  void aRecordThatIsNoneIsIgnored() throws Exception {
    Files.writeString(directory.resolve("runs/1-2.json"), "{\"instance\": ");

    assertThat(clean(run -> 0)).isEmpty();
  }

  @Test
  void aRecordIsReadAsItWasWritten() throws Exception {
    RunRecord record = record(gone(), redisIdentity());

    assertThat(RunRecord.fromJson(record.toJson())).isEqualTo(record);
  }
}
